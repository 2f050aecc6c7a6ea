#include "common/model/signature_file.h"

#include "common/model/json_reader.h"

namespace hansa::internal {
namespace {

constexpr size_t kFileBytes = 8 << 10;
constexpr size_t kHexBytes = 4 << 10;
constexpr int kDeepest = 3;

Bytes ReadHex(ObjectReader& in, const char* key) {
  const std::string text = in.Text(key, kHexBytes);
  Bytes bytes = FromHex(text);
  if (bytes.empty() || Hex(bytes) != text) in.Fault(key, "must be lower-case hex");
  return bytes;
}

}  // namespace

std::string ToJson(const SignatureFile& file) {
  const nlohmann::ordered_json out = {
      {"format", "hansa-signature-1"},
      {"algorithm", "ed25519"},
      {"signature", Hex(file.signature)},
      {"coordinator",
       {{"certificate", Hex(file.certificate)}, {"signature", Hex(file.certificate_signature)}}}};
  return out.dump(2) + "\n";
}

Result<SignatureFile> SignatureFileFromJson(std::string_view text) {
  if (text.size() > kFileBytes) return BadInput("not a valid signature file", "it is too large");
  const nlohmann::json value = HANSA_TRY(ParseJson(text, "signature file", kDeepest));
  SignatureFile file;
  std::string fault;
  ObjectReader in(value, "", fault);
  if (in.Text("format", 64) != "hansa-signature-1")
    in.Fault("format", "must be \"hansa-signature-1\"");
  if (in.Text("algorithm", 64) != "ed25519") in.Fault("algorithm", "must be \"ed25519\"");
  file.signature = ReadHex(in, "signature");
  ObjectReader coordinator = in.Object("coordinator");
  file.certificate = ReadHex(coordinator, "certificate");
  file.certificate_signature = ReadHex(coordinator, "signature");
  coordinator.Finish();
  in.Finish();
  if (!fault.empty()) return BadInput("not a valid signature file", fault);
  return file;
}

}  // namespace hansa::internal
