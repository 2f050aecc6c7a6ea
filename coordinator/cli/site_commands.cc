// hansa site: invitations, and what is known of each site.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/base/time.h"
#include "common/identity/authority.h"
#include "common/terminal/command_line.h"
#include "common/terminal/table.h"
#include "coordinator/cli/authority_folder.h"
#include "coordinator/cli/command.h"
#include "coordinator/cli/invite.h"
#include "coordinator/cli/invite_options.h"
#include "coordinator/cli/left_out_text.h"
#include "coordinator/cli/publish_directory.h"

namespace hansa::cli {
namespace {

nlohmann::json ToJson(const v1::SiteState& site) {
  nlohmann::json faults = nlohmann::json::object();
  for (const auto& entry : site.faults()) faults[entry.first] = entry.second;
  return {{"event", "site"},
          {"site_id", site.site_id()},
          {"name", site.name()},
          {"state", site.state()},
          {"connected", site.connected()},
          {"last_seen", site.last_seen_unix_ms() == 0 ? "" : FormatUtc(site.last_seen_unix_ms())},
          {"software", site.software()},
          {"faults", faults},
          {"left_out", LeftOutJson(site.left_out())}};
}

Result<v1::SiteList> FetchSites(const Globals& globals) {
  auto client = HANSA_TRY(globals.Connect());
  v1::OperatorRequest request;
  request.mutable_list_sites();
  return HANSA_TRY(client->Call(request)).message.site_list();
}

Result<v1::SiteState> FindSite(const Globals& globals, const std::string& name_or_id) {
  const v1::SiteList list = HANSA_TRY(FetchSites(globals));
  std::vector<std::string> names;
  const v1::SiteState* found = nullptr;
  for (const v1::SiteState& site : list.sites()) {
    if (site.site_id() == name_or_id) return site;
    names.push_back(site.name());
    // Of several invitations of one name the enrolled site is meant.
    if (site.name() == name_or_id && (found == nullptr || site.state() == "enrolled"))
      found = &site;
  }
  if (found != nullptr) return *found;
  const std::string nearest = NearestWord(name_or_id, names);
  return BadInput(
      StrCat("there is no site '", name_or_id, "'"), "",
      nearest.empty() ? "See: hansa site list" : StrCat("Did you mean '", nearest, "'?"));
}

Result<int> Invite(const Globals& globals, const InviteFlags& flags) {
  const Duration lifetime = HANSA_TRY(ParseLifetime(flags.expires));
  auto client = HANSA_TRY(globals.Connect());
  const std::string site_id =
      HANSA_TRY(InviteSite(*client, globals.context, flags.name, flags.out, lifetime));
  if (globals.json) {
    terminal::PrintJson({{"event", "site_invited"},
                         {"name", flags.name},
                         {"site_id", site_id},
                         {"file", flags.out}});
  } else {
    std::printf("Invitation for %s: %s (valid for %s, for one site).\n", flags.name.c_str(),
                flags.out.c_str(), flags.expires.c_str());
    std::printf(
        "Bring the file to the site by a safe way, and there type:\n  hansa-client join %s "
        "--config site.toml\n",
        std::filesystem::path(flags.out).filename().c_str());
  }
  return 0;
}

Result<int> List(const Globals& globals) {
  v1::SiteList list = HANSA_TRY(FetchSites(globals));
  std::sort(list.mutable_sites()->begin(), list.mutable_sites()->end(),
            [](const auto& a, const auto& b) { return a.name() < b.name(); });
  terminal::Table table(
      {"site", "id", "state", "connected", "last seen", "software", ">faults", ">left out"});
  for (const v1::SiteState& site : list.sites()) {
    if (globals.json) terminal::PrintJson(ToJson(site));
    uint64_t faults = 0;
    for (const auto& entry : site.faults()) faults += entry.second;
    table.AddRow({site.name(), site.site_id(), site.state(), site.connected() ? "yes" : "no",
                  site.last_seen_unix_ms() == 0 ? "never" : FormatUtc(site.last_seen_unix_ms()),
                  site.software(), StrCat(faults), StrCat(site.left_out_size())});
  }
  if (globals.json) {
    terminal::PrintJson({{"event", "sites_listed"}, {"sites", list.sites_size()}});
  } else if (table.empty()) {
    std::printf("No sites yet. Invite one with: hansa site invite NAME --out FILE\n");
  } else {
    std::fputs(table.Text().c_str(), stdout);
  }
  return 0;
}

Result<int> Show(const Globals& globals, const std::string& name) {
  const v1::SiteState site = HANSA_TRY(FindSite(globals, name));
  if (globals.json) {
    terminal::PrintJson(ToJson(site));
    return 0;
  }
  std::printf(
      "site       %s\nid         %s\nstate      %s\nconnected  %s\nlast seen  %s\nsoftware   %s\n",
      site.name().c_str(), site.site_id().c_str(), site.state().c_str(),
      site.connected() ? "yes" : "no",
      site.last_seen_unix_ms() == 0 ? "never" : FormatUtc(site.last_seen_unix_ms()).c_str(),
      site.software().c_str());
  for (const auto& entry : site.faults()) {
    std::printf("fault      %s: %llu\n", entry.first.c_str(),
                static_cast<unsigned long long>(entry.second));
  }
  for (const v1::LeftOutState& state : site.left_out())
    std::printf("left out   of %s: it %s\n", state.job_id().c_str(), WhyLeftOut(state).c_str());
  return 0;
}

// A directory without the site. Its epoch; 0: there is no book to sign it from.
Result<uint64_t> LeaveOut(const Globals& globals, OperatorClient& client,
                          const v1::Signed& revocation) {
  if (!AuthorityFolder::HasBook(globals.context)) return uint64_t{0};
  AuthorityFolder authority = HANSA_TRY(AuthorityFolder::Open(globals.context));
  HANSA_TRY(authority.book().AddRevocation(revocation));
  if (!authority.book().Unsigned().empty()) {
    authority.book().Sign(authority.key(), ReadClocks().unix_ms);
    HANSA_TRY(authority.Save());
  }
  Result<> sent = SendDirectory(client, authority.book());
  if (!sent.ok()) return NotPublished(std::move(sent).error(), authority.book().epoch());
  return authority.book().epoch();
}

Result<int> Revoke(const Globals& globals, const std::string& name) {
  const v1::SiteState site = HANSA_TRY(FindSite(globals, name));
  const crypto::SigningKey authority = HANSA_TRY(LoadAuthorityKey(globals.context));
  auto client = HANSA_TRY(globals.Connect());
  v1::OperatorRequest request;
  *request.mutable_revoke_site()->mutable_revocation() =
      identity::SignRevocation(authority, site.site_id(), ReadClocks().unix_ms);
  // The coordinator first: it bites there at once.
  HANSA_TRY(client->Call(request));
  const uint64_t epoch = HANSA_TRY(LeaveOut(globals, *client, request.revoke_site().revocation()));
  if (globals.json) {
    terminal::PrintJson({{"event", "site_revoked"},
                         {"name", site.name()},
                         {"site_id", site.site_id()},
                         {"epoch", epoch}});
    return 0;
  }
  std::printf(
      "%s (%s) is revoked: its connection is closed and it takes part in nothing any more.\n",
      site.name().c_str(), site.site_id().c_str());
  if (epoch > 0)
    std::printf("Directory %llu leaves it out: every site sees that for itself.\n",
                static_cast<unsigned long long>(epoch));
  else
    std::printf(
        "Sites have only the coordinator's word for it. To sign a directory: hansa "
        "authority adopt\n");
  return 0;
}

}  // namespace

void AddSiteCommands(CLI::App& app, Globals& globals) {
  CLI::App* group = AddGroup(app, "site", "invite, list and revoke sites", "hansa site list");

  auto flags = std::make_shared<InviteFlags>();
  CLI::App* invite = AddCommand(*group, globals, "invite", "write an invitation for one site",
                                "hansa site invite R80711 --out R80711.invitation",
                                [&globals, flags] { return Invite(globals, *flags); });
  AddInviteOptions(*invite, *flags);

  AddCommand(*group, globals, "list", "every site with its state", "hansa site list",
             [&globals] { return List(globals); });

  auto name = std::make_shared<std::string>();
  AddCommand(*group, globals, "show", "one site", "hansa site show R80711",
             [&globals, name] { return Show(globals, *name); })
      ->add_option("NAME", *name, "the site's name or id")
      ->required();
  AddCommand(*group, globals, "revoke", "exclude a site for good; ends its session at once",
             "hansa site revoke R80711", [&globals, name] { return Revoke(globals, *name); })
      ->add_option("NAME", *name, "the site's name or id")
      ->required();
}

}  // namespace hansa::cli
