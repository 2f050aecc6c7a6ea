#include "client/learning/loaded_script.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "client/learning/script_file.h"
#include "client/learning/torch_runtime.h"
#include "common/base/bytes.h"
#include "common/base/file_blob.h"
#include "common/base/log.h"
#include "common/base/script_limits.h"
#include "common/base/text.h"
#include "common/crypto/hash.h"

namespace hansa::client {
namespace {

// Reasons that say nothing but which of a few things happened.
constexpr const char* kHarmless[] = {kWrongOutputs, kOutOfMemory};

Result<std::string> ReadWhole(UniqueFd fd) {
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0)
    return BadInput("the TorchScript file cannot be read", std::strerror(errno));
  const auto size = static_cast<uint64_t>(status.st_size);
  if (size == 0 || size > limits::kScriptBytes)
    return BadInput("a TorchScript file has a size out of bounds", StrCat(size, " bytes"),
                    StrCat("1 to ", limits::kScriptBytes, " bytes"));
  std::string bytes(size, '\0');
  auto* to = reinterpret_cast<uint8_t*>(bytes.data());
  HANSA_TRY(FileBlob(std::move(fd), 0, size).ReadAt(0, {to, size}));
  return bytes;
}

}  // namespace

Result<LoadedScript> LoadScript(UniqueFd fd, const std::string& sha256) {
  LoadedScript script{.sha256 = sha256, .bytes = nullptr, .tensors = {}};
  std::string bytes = HANSA_TRY(ReadWhole(std::move(fd)));
  const crypto::Digest digest = crypto::Sha256(AsSpan(bytes));
  if (AsView(digest) != sha256)
    return VerificationFailed("this is not the TorchScript file that was named",
                              StrCat("its SHA-256 is ", Hex(digest)));
  script.tensors = HANSA_TRY(DescribeScript(bytes));
  script.bytes = std::make_shared<const std::string>(std::move(bytes));
  return script;
}

Error InOurWords(const Error& error) {
  for (const char* why : kHarmless)
    if (error.why == why) return error;
  LogWarning(StrCat("the TorchScript file: ", PlainText(error.Text(), 1000)));
  return {error.kind, error.what, "the TorchScript file's code; the site's log has what it said",
          ""};
}

}  // namespace hansa::client
