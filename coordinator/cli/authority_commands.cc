// hansa authority: who is a site, on a machine that needs no network. Files in, files out.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/base/time.h"
#include "common/identity/coordinator_request.h"
#include "common/identity/invitation_file.h"
#include "common/terminal/command_line.h"
#include "common/terminal/table.h"
#include "coordinator/cli/authority_folder.h"
#include "coordinator/cli/command.h"
#include "coordinator/cli/invite.h"
#include "coordinator/cli/invite_options.h"

namespace hansa::cli {
namespace {

namespace fs = std::filesystem;
using identity::AuthorityBook;
using nlohmann::json;

std::string NameOf(const AuthorityBook& book, int site) { return book.sites()[site].name(); }

Result<int> FindSite(const AuthorityBook& book, const std::string& name_or_id) {
  const int found = book.Find(name_or_id);
  if (found >= 0) return found;
  return BadInput(StrCat("there is no site '", name_or_id, "' in the authority's book"), "",
                  "See: hansa authority show");
}

// ---- init, certify, move

Result<int> Init(const Globals& globals, const fs::path& folder) {
  HANSA_TRY(InitAuthority(folder));
  if (globals.json) {
    terminal::PrintJson({{"event", "authority_made"}, {"folder", folder.string()}});
    return 0;
  }
  std::printf(
      "Authority made in %s. Whoever holds authority.key decides who is a site; the book "
      "belongs to it.\n\nNext, on the operator's machine, with %s:\n",
      folder.c_str(), (folder / "authority.pub").c_str());
  std::printf("  hansa coordinator init my-coordinator --authority authority.pub\n");
  return 0;
}

Result<int> Certify(const Globals& globals, const fs::path& file, const fs::path& out) {
  HANSA_TRY(CheckVacant(out));
  const identity::CoordinatorRequest request = HANSA_TRY(identity::ParseCoordinatorRequest(
      HANSA_TRY(ReadFile(file, limits::kInvitationFileBytes)), file.string()));
  const crypto::SigningKey authority = HANSA_TRY(LoadAuthorityKey(globals.context));
  const Bytes certificate = ToBytes(
      identity::CertifyCoordinator(authority, request.keys.signing_key, request.keys.curve_key)
          .SerializeAsString());
  // For the invitations to come.
  HANSA_TRY(SetAddress(globals.context, request.address));
  HANSA_TRY(SaveCoordinatorCertificate(globals.context, certificate));
  HANSA_TRY(WriteFileAtomically(out, Hex(certificate) + "\n"));
  const std::string digest = identity::ShortDigest(request.keys);
  if (globals.json) {
    terminal::PrintJson({{"event", "coordinator_certified"},
                         {"address", request.address},
                         {"keys", digest},
                         {"file", out}});
    return 0;
  }
  std::printf(
      "Certified the coordinator at %s with the keys %s: compare them with what hansa "
      "coordinator init\nshowed before you bring %s there.\n",
      request.address.c_str(), digest.c_str(), out.c_str());
  return 0;
}

Result<int> Move(const Globals& globals, const fs::path& to) {
  HANSA_TRY(MoveAuthority(globals.context, to));
  if (globals.json) {
    terminal::PrintJson({{"event", "authority_moved"}, {"folder", to.string()}});
    return 0;
  }
  std::printf(
      "The authority is in %s now, and no longer in %s. Bring the folder to the machine "
      "without a network;\nthere, add --context to each hansa authority command.\n",
      to.c_str(), globals.context.c_str());
  return 0;
}

// ---- invite, revoke, directory

void SayWhen(const Globals& globals) {
  std::printf(
      "In force once the coordinator has the next directory:\n  hansa authority directory "
      "--out FILE%s\n",
      ContextFlag(globals.context).c_str());
}

Result<int> Invite(const Globals& globals, const InviteFlags& flags) {
  const std::string& name = flags.name;
  const std::string& out = flags.out;
  const Duration lifetime = HANSA_TRY(ParseLifetime(flags.expires));
  HANSA_TRY(CheckVacant(out));
  AuthorityFolder authority = HANSA_TRY(AuthorityFolder::Open(globals.context));
  const int known = authority.book().Find(name);
  if (known >= 0 && !authority.book().sites()[known].has_revocation())
    return Refused(StrCat("a site called ", name, " was invited before"),
                   authority.book().site_id(known),
                   "Choose another name, or revoke that one first: hansa authority revoke NAME");
  const identity::IssuedInvitation issued =
      HANSA_TRY(IssueInvitation(globals.context, authority.key(), name, lifetime));
  HANSA_TRY(authority.book().AddInvitation(name, issued.certificate));
  HANSA_TRY(authority.Save());
  HANSA_TRY(identity::WriteInvitationFile(out, issued.invitation));
  if (globals.json) {
    terminal::PrintJson(
        {{"event", "site_invited"}, {"name", name}, {"site_id", issued.site_id}, {"file", out}});
    return 0;
  }
  std::printf("Invitation for %s: %s (valid for %s, for one site).\n", name.c_str(), out.c_str(),
              flags.expires.c_str());
  SayWhen(globals);
  return 0;
}

Result<int> Revoke(const Globals& globals, const std::string& name) {
  AuthorityFolder authority = HANSA_TRY(AuthorityFolder::Open(globals.context));
  AuthorityBook& book = authority.book();
  const int site = HANSA_TRY(FindSite(book, name));
  HANSA_TRY(book.AddRevocation(
      identity::SignRevocation(authority.key(), book.site_id(site), ReadClocks().unix_ms)));
  HANSA_TRY(authority.Save());
  if (globals.json) {
    terminal::PrintJson(
        {{"event", "site_revoked"}, {"name", NameOf(book, site)}, {"site_id", book.site_id(site)}});
    return 0;
  }
  std::printf("%s (%s) is revoked.\n", NameOf(book, site).c_str(), book.site_id(site).c_str());
  SayWhen(globals);
  return 0;
}

json NamesOf(const AuthorityBook& book, const std::vector<int>& sites) {
  json names = json::array();
  for (const int site : sites) names.push_back(NameOf(book, site));
  return names;
}

void PrintChanges(const AuthorityBook& book, const AuthorityBook::Changes& changes) {
  for (const int site : changes.added)
    std::printf("  + %s (%s)\n", NameOf(book, site).c_str(), book.site_id(site).c_str());
  for (const int site : changes.removed)
    std::printf("  - %s (%s)\n", NameOf(book, site).c_str(), book.site_id(site).c_str());
}

Result<int> Directory(const Globals& globals, const fs::path& out) {
  HANSA_TRY(CheckVacant(out));
  AuthorityFolder authority = HANSA_TRY(AuthorityFolder::Open(globals.context));
  AuthorityBook& book = authority.book();
  const AuthorityBook::Changes changes = book.Unsigned();
  if (!changes.empty() || !book.has_directory()) {
    book.Sign(authority.key(), ReadClocks().unix_ms);
    HANSA_TRY(authority.Save());
  }
  HANSA_TRY(WriteFileAtomically(out, book.ToJson()));
  const size_t sites = book.Listed().size();
  if (globals.json) {
    terminal::PrintJson({{"event", "directory_signed"},
                         {"epoch", book.epoch()},
                         {"sites", sites},
                         {"added", NamesOf(book, changes.added)},
                         {"removed", NamesOf(book, changes.removed)},
                         {"file", out.string()}});
    return 0;
  }
  std::printf("Directory %llu, sites %zu: %s%s\n", static_cast<unsigned long long>(book.epoch()),
              sites, out.c_str(), changes.empty() ? " (nothing has changed since)" : "");
  PrintChanges(book, changes);
  std::printf(
      "Bring the file to the operator's machine, and there type:\n  hansa authority publish "
      "%s\n",
      out.filename().c_str());
  return 0;
}

// ---- show

std::string StateOf(const v1::InvitedSite& site) {
  if (site.has_revocation())
    return site.listed_from() > 0 && site.listed_until() == 0
               ? "revoked, the next directory leaves it out"
               : "revoked";
  return site.listed_from() == 0 ? "invited, in the next directory" : "listed";
}

Result<int> Show(const Globals& globals, const std::string& file) {
  const AuthorityBook book =
      HANSA_TRY(ReadBook(file.empty() ? globals.context / "authority.book" : fs::path(file)));
  std::string issued;
  if (book.has_directory())
    issued = FormatUtc(
        HANSA_TRY(identity::VerifyDirectory(book.directory(), book.authority())).issued_unix_ms);
  terminal::Table table({"site", "id", "state", ">from epoch", ">until"});
  for (int i = 0; i < book.sites().size(); ++i) {
    const v1::InvitedSite& site = book.sites()[i];
    if (globals.json)
      terminal::PrintJson({{"event", "site"},
                           {"name", site.name()},
                           {"site_id", book.site_id(i)},
                           {"revoked", site.has_revocation()},
                           {"listed_from", site.listed_from()},
                           {"listed_until", site.listed_until()}});
    const auto epoch = [](uint64_t number) { return number == 0 ? "" : StrCat(number); };
    table.AddRow({site.name(), book.site_id(i), StateOf(site), epoch(site.listed_from()),
                  epoch(site.listed_until())});
  }
  if (globals.json) {
    terminal::PrintJson({{"event", "directory"},
                         {"authority", Hex(book.authority())},
                         {"epoch", book.epoch()},
                         {"sites", book.Listed().size()},
                         {"issued", issued}});
    return 0;
  }
  std::printf("authority  %s\n", Hex(book.authority()).c_str());
  if (book.has_directory())
    std::printf("directory  %llu, of %zu sites, signed %s\n",
                static_cast<unsigned long long>(book.epoch()), book.Listed().size(),
                issued.c_str());
  else
    std::printf("directory  none was signed yet\n");
  if (!table.empty()) std::fputs(table.Text().c_str(), stdout);
  return 0;
}

struct Flags {
  fs::path file, out;
  std::string name;
  InviteFlags invitation;
};

void AddChanges(CLI::App& group, Globals& globals, const std::shared_ptr<Flags>& flags) {
  CLI::App* invite = AddCommand(group, globals, "invite", "write an invitation for one site",
                                "hansa authority invite R80711 --out R80711.invitation",
                                [&globals, flags] { return Invite(globals, flags->invitation); });
  AddInviteOptions(*invite, flags->invitation);
  AddCommand(group, globals, "revoke", "exclude a site for good, from the next directory on",
             "hansa authority revoke R80711",
             [&globals, flags] { return Revoke(globals, flags->name); })
      ->add_option("NAME", flags->name, "the site's name or id")
      ->required();
  AddCommand(group, globals, "directory", "sign the next directory and write it for the operator",
             "hansa authority directory --out fleet.directory",
             [&globals, flags] { return Directory(globals, flags->out); })
      ->add_option("--out", flags->out, "the new file")
      ->required()
      ->type_name("FILE");
  AddCommand(group, globals, "show", "the sites and the newest directory, here or in a file",
             "hansa authority show fleet.directory",
             [&globals, flags] { return Show(globals, flags->file.string()); })
      ->add_option("FILE", flags->file, "default: the authority's own book");
}

}  // namespace

void AddAuthorityCommands(CLI::App& app, Globals& globals) {
  CLI::App* group = AddGroup(app, "authority", "who is a site; needs no network",
                             "hansa authority directory --out fleet.directory");
  auto flags = std::make_shared<Flags>();
  AddCommand(*group, globals, "init", "an authority's key and empty book in a folder",
             "hansa authority init authority",
             [&globals, flags] { return Init(globals, flags->file); })
      ->add_option("DIR", flags->file, "the new folder")
      ->required();
  CLI::App* certify =
      AddCommand(*group, globals, "certify", "certify a coordinator's keys",
                 "hansa authority certify coordinator.request --out coordinator.cert",
                 [&globals, flags] { return Certify(globals, flags->file, flags->out); });
  certify->add_option("FILE", flags->file, "coordinator.request")->required();
  certify->add_option("--out", flags->out, "the certificate")->required()->type_name("FILE");
  AddChanges(*group, globals, flags);
  AddCommand(*group, globals, "move", "take the authority out of the operator's context",
             "hansa authority move /media/stick/authority",
             [&globals, flags] { return Move(globals, flags->file); })
      ->add_option("DIR", flags->file, "its new folder")
      ->required();
  AddAuthorityOnlineCommands(*group, globals);
}

}  // namespace hansa::cli
