#include "coordinator/cli/invite.h"

#include <charconv>

#include "common/base/text.h"
#include "common/identity/invitation_file.h"
#include "coordinator/cli/authority_folder.h"
#include "coordinator/cli/publish_directory.h"

namespace hansa::cli {

Error NotPublished(Error error, uint64_t epoch) {
  error.what = StrCat("directory ", epoch, " is not published yet: ", error.what);
  error.next = StrCat(error.next, error.next.empty() ? "" : "; then ",
                      "publish it with: hansa authority publish");
  return error;
}

Result<> CheckVacant(const std::filesystem::path& out) {
  if (!std::filesystem::exists(out)) return Success();
  return Refused(StrCat("will not overwrite ", out.string()), "", "Name another file with --out");
}

Result<Duration> ParseLifetime(const std::string& text) {
  int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string unit(end, static_cast<size_t>(text.data() + text.size() - end));
  if (fault == std::errc() && number > 0 && number <= 3650) {
    if (unit == "h") return Duration(std::chrono::hours(number));
    if (unit == "d") return Duration(std::chrono::hours(24 * number));
    if (unit == "min") return Duration(std::chrono::minutes(number));
    if (unit == "s") return Duration(seconds(number));
  }
  return Error{ErrorKind::kUsage, StrCat("'", text, "' is no length of time"), "",
               "Write it as 12h or 7d"};
}

Result<std::string> InviteSite(OperatorClient& client, const std::filesystem::path& context,
                               const std::string& name, const std::filesystem::path& out,
                               Duration lifetime) {
  HANSA_TRY(CheckVacant(out));
  AuthorityFolder authority = HANSA_TRY(AuthorityFolder::Open(context));
  const identity::IssuedInvitation issued =
      HANSA_TRY(IssueInvitation(context, authority.key(), name, lifetime));
  HANSA_TRY(authority.book().AddInvitation(name, issued.certificate));

  // The coordinator first: a file that nobody knows of would be useless.
  v1::OperatorRequest registration;
  *registration.mutable_register_invitation()->mutable_certificate() = issued.certificate;
  registration.mutable_register_invitation()->set_site_name(name);
  HANSA_TRY(client.Call(registration));
  // The book before the directory leaves: one epoch is never signed twice.
  authority.book().Sign(authority.key(), ReadClocks().unix_ms);
  HANSA_TRY(authority.Save());
  HANSA_TRY(identity::WriteInvitationFile(out, issued.invitation));
  Result<> sent = SendDirectory(client, authority.book());
  if (!sent.ok()) return NotPublished(std::move(sent).error(), authority.book().epoch());
  return issued.site_id;
}

}  // namespace hansa::cli
