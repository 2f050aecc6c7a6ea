#include "common/transport/proxy/connect_reply.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/base/text.h"
#include "common/transport/proxy/proxy_limits.h"

namespace hansa::transport {
namespace {

constexpr std::string_view kVersion = "HTTP/1.";
constexpr std::string_view kSchemeHeader = "proxy-authenticate:";
constexpr size_t kLongestText = 120, kLongestScheme = 32, kMostSchemes = 8;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string OneLine(std::string_view text, size_t longest) {
  std::string out = PlainText(text, longest);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return out;
}

// The next line without its end; empty optional: it has not ended yet. Takes it from `rest`.
std::optional<std::string_view> TakeLine(std::string_view& rest) {
  const size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// "HTTP/1.1 200 Connection established"
bool ReadStatus(std::string_view line, ConnectReply& reply) {
  if (!line.starts_with(kVersion) || line.size() < 12 || !IsDigit(line[7]) || line[8] != ' ')
    return false;
  if (!IsDigit(line[9]) || !IsDigit(line[10]) || !IsDigit(line[11])) return false;
  if (line.size() > 12 && line[12] != ' ') return false;
  reply.status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
  reply.text = OneLine(line.substr(9), kLongestText);
  return reply.status >= 100 && reply.status < 600;
}

void ReadHeader(std::string_view line, ConnectReply& reply) {
  if (line.size() < kSchemeHeader.size() || reply.schemes.size() == kMostSchemes) return;
  const auto same = [](char wanted, char met) { return wanted == Lower(met); };
  if (!std::equal(kSchemeHeader.begin(), kSchemeHeader.end(), line.begin(), same)) return;
  line.remove_prefix(kSchemeHeader.size());
  const size_t begin = line.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return;
  line = line.substr(begin);
  reply.schemes.push_back(OneLine(line.substr(0, line.find_first_of(" \t,")), kLongestScheme));
}

ConnectReply Malformed() {
  return {.state = ConnectReply::State::kMalformed, .text = "", .schemes = {}};
}

// Whether it may still become an answer: nothing else is waited for.
bool BeginsWell(std::string_view received) {
  const size_t known = std::min(received.size(), kVersion.size());
  return received.substr(0, known) == kVersion.substr(0, known);
}

}  // namespace

ConnectReply ParseConnectReply(std::string_view received) {
  if (!BeginsWell(received)) return Malformed();
  const std::string_view head = received.substr(0, limits::kProxyReplyBytes);
  std::string_view rest = head;
  ConnectReply reply;
  bool first = true;
  while (const auto line = TakeLine(rest)) {
    if (std::exchange(first, false)) {
      if (!ReadStatus(*line, reply)) return Malformed();
    } else if (line->empty()) {
      reply.state = ConnectReply::State::kComplete;
      reply.size = head.size() - rest.size();
      return reply;
    } else {
      ReadHeader(*line, reply);
    }
  }
  if (head.size() == limits::kProxyReplyBytes) return Malformed();
  return {};
}

}  // namespace hansa::transport
