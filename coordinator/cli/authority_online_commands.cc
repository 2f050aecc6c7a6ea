// hansa authority: publish, adopt. These ask the coordinator.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/base/time.h"
#include "common/terminal/command_line.h"
#include "coordinator/cli/authority_folder.h"
#include "coordinator/cli/command.h"
#include "coordinator/cli/invite.h"
#include "coordinator/cli/publish_directory.h"

namespace hansa::cli {
namespace {

namespace fs = std::filesystem;
using identity::AuthorityBook;

void PrintPublished(const Globals& globals, const Published& done) {
  if (globals.json) {
    terminal::PrintJson({{"event", "directory_published"},
                         {"epoch", done.epoch},
                         {"sites", done.sites},
                         {"registered", done.registered},
                         {"revoked", done.revoked}});
    return;
  }
  std::printf(
      "Directory %llu of %zu sites is published (%zu invitations and %zu revocations were "
      "new to the coordinator).\n",
      static_cast<unsigned long long>(done.epoch), done.sites, done.registered, done.revoked);
}

Result<int> Publish(const Globals& globals, const std::string& file) {
  const AuthorityBook book =
      HANSA_TRY(ReadBook(file.empty() ? globals.context / "authority.book" : fs::path(file)));
  const crypto::Ed25519Public authority = HANSA_TRY(LoadAuthorityPublic(globals.context));
  if (book.authority() != authority)
    return VerificationFailed(
        "this directory is another authority's",
        StrCat("it is by ", Hex(book.authority()), ", this coordinator's is ", Hex(authority)));
  auto client = HANSA_TRY(globals.Connect());
  PrintPublished(globals, HANSA_TRY(PublishBook(*client, book)));
  return 0;
}

// What the coordinator knows and the book does not. Indices of the sites that are new in the book.
Result<std::vector<int>> TakeIn(AuthorityBook& book, const Registered& registered) {
  std::vector<int> adopted;
  for (const v1::RegisteredInvitation& invitation : registered.invitations) {
    const auto verified = HANSA_TRY(
        identity::VerifyInvitationCertificate(invitation.certificate(), book.authority()));
    if (book.Find(verified.site_id) < 0) {
      HANSA_TRY(book.AddInvitation(invitation.site_name(), invitation.certificate()));
      adopted.push_back(book.sites().size() - 1);
    }
    if (invitation.has_revocation()) HANSA_TRY(book.AddRevocation(invitation.revocation()));
  }
  return adopted;
}

void PrintAdopted(const Globals& globals, const AuthorityBook& book,
                  const std::vector<int>& adopted) {
  for (const int site : adopted) {
    const bool revoked = book.sites()[site].has_revocation();
    if (globals.json)
      terminal::PrintJson({{"event", "site_adopted"},
                           {"name", book.sites()[site].name()},
                           {"site_id", book.site_id(site)},
                           {"revoked", revoked}});
    else
      std::printf("  %s (%s)%s\n", book.sites()[site].name().c_str(), book.site_id(site).c_str(),
                  revoked ? ", revoked" : "");
  }
  if (!globals.json && !adopted.empty())
    std::printf(
        "These were invited without a directory; which of them are revoked is the "
        "coordinator's word.\nLook at them: hansa site revoke NAME takes one out.\n");
}

Result<int> Adopt(const Globals& globals) {
  AuthorityFolder authority = HANSA_TRY(AuthorityFolder::OpenOrBegin(globals.context));
  AuthorityBook& book = authority.book();
  auto client = HANSA_TRY(globals.Connect());
  const Registered registered = HANSA_TRY(FetchRegistered(*client));
  // Of a book that was lost, or is an old copy.
  uint64_t published = 0;
  if (registered.directory)
    published = HANSA_TRY(identity::VerifyDirectory(*registered.directory, book.authority())).epoch;
  const std::vector<int> adopted = HANSA_TRY(TakeIn(book, registered));
  const bool other = registered.directory && published >= book.epoch() &&
                     registered.directory->payload() != book.directory().payload();
  if (!book.Unsigned().empty() || !book.has_directory() || other) {
    book.Sign(authority.key(), ReadClocks().unix_ms, published);
    HANSA_TRY(authority.Save());
  }
  PrintAdopted(globals, book, adopted);
  auto done = PublishBook(*client, book);
  if (!done.ok()) return NotPublished(std::move(done).error(), book.epoch());
  PrintPublished(globals, *done);
  return 0;
}

}  // namespace

void AddAuthorityOnlineCommands(CLI::App& group, Globals& globals) {
  auto file = std::make_shared<std::string>();
  AddCommand(group, globals, "publish", "hand a directory to the coordinator",
             "hansa authority publish fleet.directory",
             [&globals, file] { return Publish(globals, *file); })
      ->add_option("FILE", *file, "what hansa authority directory wrote; default: the context's");
  AddCommand(group, globals, "adopt", "take sites into the book that only the coordinator knows",
             "hansa authority adopt", [&globals] { return Adopt(globals); });
}

}  // namespace hansa::cli
