// hansa-client join: enrols this site from an invitation.

#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "client/app/command.h"
#include "client/app/example_config.h"
#include "client/app/one_shot_link.h"
#include "client/app/site_folder.h"
#include "client/app/site_proxy.h"
#include "client/storage/journal.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/crypto/random.h"
#include "common/identity/invitation_file.h"
#include "common/terminal/command_line.h"

namespace hansa::client {
namespace {

namespace fs = std::filesystem;
using identity::Invitation;

struct JoinFlags {
  std::string file;
  std::string state;
  std::string proxy;
  std::string proxy_credentials;
};

Result<Invitation> ReadInvitation(const std::string& file) {
  if (file != "-") return identity::ReadInvitationFile(file);
  std::string text;
  char piece[4096];
  while (text.size() <= limits::kInvitationFileBytes) {
    const ssize_t read = ::read(STDIN_FILENO, piece, sizeof piece);
    if (read <= 0) break;
    text.append(piece, static_cast<size_t>(read));
  }
  return identity::ParseInvitation(text, "standard input");
}

// What joining needs to know of this site: flags, then the configuration if it is there already.
struct JoinPlan {
  fs::path state;  // "state" beside the configuration when nothing else is said
  ProxyHandle proxy;
};

Result<JoinPlan> MakePlan(const Globals& globals, const JoinFlags& flags) {
  SiteConfig site;
  site.state = fs::absolute(globals.config).parent_path() / "state";
  std::error_code none;
  if (fs::exists(globals.config, none)) site = HANSA_TRY(LoadSiteConfig(globals.config));
  if (!flags.state.empty()) site.state = fs::absolute(flags.state);
  if (!flags.proxy.empty()) {
    site.proxy = HANSA_TRY(transport::ParseProxyAddress(flags.proxy));
    site.proxy_credentials = flags.proxy_credentials;
  }
  return JoinPlan{site.state, HANSA_TRY(SiteProxy(site))};
}

Result<> CheckVacant(const SitePaths& paths) {
  if (!HasJoined(paths)) return Success();
  return Refused("this state folder belongs to a site already", paths.state().string(),
                 "Name another with --state, or move this one away to start anew");
}

SiteKeys MakeKeys() {
  crypto::SystemRandom random;
  return {crypto::SigningKey::Generate(random), transport::GenerateCurveKeyPair()};
}

Error Explain(Error error, const Invitation& invitation, UnixMillis now) {
  if (error.kind != ErrorKind::kRefused) return error;
  const UnixMillis expires = invitation.invitation.expires_unix_ms;
  error.what = now >= expires ? "the invitation has expired"
                              : "the coordinator does not accept this invitation";
  error.why = now >= expires ? StrCat("it was valid until ", FormatUtc(expires))
                             : "it was used before, has expired, or is not known there";
  error.next = StrCat("Ask the operator for a new one: hansa site invite ", invitation.site_name,
                      " --out FILE");
  return error;
}

Result<uint64_t> AskToJoin(const Invitation& invitation, const v1::SiteCredential& credential,
                           ProxyHandle proxy) {
  Question question;
  question.link.address = invitation.address;
  question.link.proxy = std::move(proxy);
  question.link.server_key = invitation.coordinator.curve_key;
  question.link.own.secret_key = invitation.curve_secret.Clone();
  question.link.own.public_key = transport::CurvePublicOf(invitation.curve_secret);
  *question.message.mutable_join()->mutable_credential() = credential;
  question.answers = [](const v1::ToSite& message) { return message.has_join_reply(); };
  const uint64_t bytes = question.message.ByteSizeLong();

  const UnixMillis now = ReadClocks().unix_ms;
  std::optional<transport::ProxyFault> fault;
  const Result<v1::ToSite> answer = Ask(std::move(question), &fault);
  if (fault) return answer.error();
  if (!answer.ok()) return Explain(answer.error(), invitation, now);
  const v1::JoinReply& reply = answer->join_reply();
  if (reply.accepted()) return bytes;
  return Refused("the coordinator did not accept this site", reply.reason(),
                 "Ask the operator for a new invitation");
}

Result<> NoteJoin(const SitePaths& paths, const Invitation& invitation, uint64_t bytes) {
  auto journal = HANSA_TRY(Journal::Open(paths.journal().string()));
  HANSA_TRY(journal->PinAuthority(invitation.authority));
  OutboundEntry entry;
  entry.unix_ms = ReadClocks().unix_ms;
  entry.kind = "join";
  entry.bytes = bytes;
  entry.answer = "this site's public keys";
  return journal->AppendOutbound(entry);
}

// What the flags would be in site.toml.
std::string ProxyKeys(const JoinFlags& flags) {
  if (flags.proxy.empty()) return "";
  std::string key = StrCat("proxy = \"", flags.proxy, "\"\n");
  if (flags.proxy_credentials.empty()) return key;
  return StrCat(key, "proxy_credentials = \"", fs::absolute(flags.proxy_credentials).string(),
                "\"\n");
}

void SayNext(const Globals& globals, const JoinFlags& flags, const Invitation& invitation) {
  const std::string config = globals.config.string();
  std::error_code none;
  if (fs::exists(globals.config, none)) {
    std::fprintf(stderr,
                 "Next:\n  hansa-client check --config %s\n  hansa-client run --config %s\n",
                 config.c_str(), config.c_str());
    return;
  }
  std::fprintf(stderr,
               "Next: write %s, which names your data and says what you allow. For example:\n\n%s\n"
               "Then:\n  hansa-client check --config %s\n  hansa-client run --config %s\n",
               config.c_str(), ExampleConfig(invitation.site_name, ProxyKeys(flags)).c_str(),
               config.c_str(), config.c_str());
}

Result<int> Join(const Globals& globals, const JoinFlags& flags) {
  const JoinPlan plan = HANSA_TRY(MakePlan(globals, flags));
  const SitePaths paths(plan.state);
  HANSA_TRY(CheckVacant(paths));
  const Invitation invitation = HANSA_TRY(ReadInvitation(flags.file));
  HANSA_TRY(MakeStateFolder(paths));
  const SiteKeys keys = MakeKeys();
  // Before anyone is asked: what the coordinator accepts must not be lost here.
  HANSA_TRY(SaveKeys(paths, keys));
  const v1::SiteCredential credential =
      identity::MakeSiteCredential(invitation, keys.identity.public_key(), keys.curve.public_key);
  const uint64_t bytes = HANSA_TRY(AskToJoin(invitation, credential, plan.proxy));
  HANSA_TRY(NoteJoin(paths, invitation, bytes));
  HANSA_TRY(SaveEnrolment(paths, invitation, credential));

  const std::string& site_id = invitation.invitation.site_id;
  if (globals.json)
    terminal::PrintJson({{"event", "joined"},
                         {"site_id", site_id},
                         {"name", invitation.site_name},
                         {"address", invitation.address},
                         {"state", paths.state().string()}});
  else
    std::printf("Joined %s as %s (%s). Keys: %s\n", invitation.address.c_str(),
                invitation.site_name.c_str(), site_id.c_str(), paths.state().c_str());
  SayNext(globals, flags, invitation);
  return 0;
}

}  // namespace

void AddJoinCommand(CLI::App& app, Globals& globals) {
  auto flags = std::make_shared<JoinFlags>();
  CLI::App* join = AddCommand(app, globals, "join", "enrol this site from an invitation",
                              "hansa-client join R80711.invitation --config site.toml",
                              [&globals, flags] { return Join(globals, *flags); });
  join->add_option("FILE", flags->file, "the invitation (mode 0600), or - for standard input")
      ->required();
  AddConfigOption(*join, globals);
  join->add_option("--state", flags->state, "state folder, where it is not the configuration's")
      ->type_name("DIR");
  CLI::Option* proxy =
      join->add_option("--proxy", flags->proxy, "proxy, where it is not in the configuration yet")
          ->type_name("URL");
  join->add_option("--proxy-credentials", flags->proxy_credentials,
                   "file of mode 0600 with one line user:password")
      ->type_name("FILE")
      ->needs(proxy);
}

}  // namespace hansa::client
