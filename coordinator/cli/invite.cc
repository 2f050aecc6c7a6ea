#include "coordinator/cli/invite.h"

#include <charconv>

#include "common/base/text.h"
#include "common/identity/authority.h"
#include "common/identity/invitation_file.h"
#include "coordinator/cli/context_folder.h"

namespace hansa::cli {

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
  if (std::filesystem::exists(out)) {
    return Refused(StrCat("will not overwrite ", out.string()), "", "Name another file with --out");
  }
  const crypto::SigningKey authority = HANSA_TRY(LoadAuthorityKey(context));
  const Connection connection = HANSA_TRY(LoadConnection(context));

  identity::InvitationRequest request;
  request.address = connection.address;
  request.site_name = name;
  request.expires_unix_ms =
      ReadClocks().unix_ms + std::chrono::duration_cast<milliseconds>(lifetime).count();
  const Bytes certificate = HANSA_TRY(LoadCoordinatorCertificate(context));
  if (!request.coordinator.ParseFromString(ToString(certificate))) {
    return BadInput(StrCat("the coordinator's certificate in ", context.string(), " is unusable"));
  }
  crypto::SystemRandom random;
  identity::IssuedInvitation issued =
      HANSA_TRY(identity::IssueInvitation(authority, request, random));

  // The coordinator first: a file that nobody knows of would be useless.
  v1::OperatorRequest registration;
  *registration.mutable_register_invitation()->mutable_certificate() = issued.certificate;
  registration.mutable_register_invitation()->set_site_name(name);
  HANSA_TRY(client.Call(registration));
  HANSA_TRY(identity::WriteInvitationFile(out, issued.invitation));
  return issued.site_id;
}

}  // namespace hansa::cli
