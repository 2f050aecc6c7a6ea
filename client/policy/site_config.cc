#include "client/policy/site_config.h"

#include <algorithm>
#include <set>

#include "common/base/atomic_file.h"
#include "common/base/bytes.h"
#include "common/base/limits.h"
#include "common/base/script_limits.h"
#include "common/base/text.h"
#include "common/config/parse_toml.h"
#include "common/crypto/hash.h"
#include "common/job/profile_of.h"
#include "hansa/v1/site_config.pb.h"

namespace hansa::client {
namespace {

namespace fs = std::filesystem;

// The file as read, and where its keys stand.
struct SiteFile {
  v1::SiteConfig proto;
  KeyLines lines;
  std::string name;
  fs::path folder;

  bool Has(std::string_view key) const { return lines.find(key) != lines.end(); }

  Error Fault(std::string_view key, std::string_view what, std::string why = "",
              std::string next = "") const {
    const auto line = lines.find(key);
    const std::string place = line == lines.end() ? "" : StrCat(":", line->second);
    return BadInput(StrCat(name, place, ": ", key, " ", what), std::move(why), std::move(next));
  }
};

bool IsPrintable(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
}

// What a job may call a column.
bool IsColumnName(std::string_view name) {
  if (name.empty() || name.size() > limits::kNameBytes) return false;
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
           return letter(c) || (c >= '0' && c <= '9');
         });
}

fs::path Absolute(const SiteFile& file, const std::string& path) {
  return (file.folder / path).lexically_normal();
}

Result<> ReadName(const SiteFile& file, SiteConfig& site) {
  site.name = file.proto.name();
  if (site.name.empty() || site.name.size() > limits::kNameBytes || !IsPrintable(site.name)) {
    return file.Fault("name", "must be 1 to 64 printable characters",
                      file.Has("name") ? "" : "it is missing", "Write name = \"plant-7\"");
  }
  return Success();
}

Result<DataSource> ReadSource(const SiteFile& file, int index) {
  const v1::DataSource& proto = file.proto.data(index);
  const std::string key = StrCat("data[", index, "]");
  if (proto.path().empty())
    return file.Fault(key, "names no file", "", "Write path = \"measurements.csv.gz\"");
  DataSource source{Absolute(file, proto.path()), {}};
  std::set<std::string> targets;
  for (const auto& [from, to] : proto.rename()) {
    const std::string rename = StrCat(key, ".rename");
    if (!IsColumnName(to)) {
      return file.Fault(rename, "gives a column a name that no job can use", StrCat("\"", to, "\""),
                        "Letters, digits and _, at most 64");
    }
    if (!targets.insert(to).second)
      return file.Fault(rename, "gives two columns the same name", StrCat("\"", to, "\""));
    source.rename.emplace(from, to);
  }
  return source;
}

Result<> ReadData(const SiteFile& file, SiteConfig& site) {
  if (file.proto.data_size() == 0) {
    return file.Fault("data", "is missing", "the site has no files",
                      "Write [[data]] and path = \"measurements.csv.gz\"");
  }
  for (int i = 0; i < file.proto.data_size(); ++i)
    site.data.push_back(HANSA_TRY(ReadSource(file, i)));
  return Success();
}

Result<> ReadProxy(const SiteFile& file, SiteConfig& site) {
  if (!file.proto.proxy_credentials().empty()) {
    if (file.proto.proxy().empty())
      return file.Fault("proxy_credentials", "is given without proxy", "",
                        "Write proxy = \"http://host:3128\", or leave both out");
    site.proxy_credentials = Absolute(file, file.proto.proxy_credentials());
  }
  if (file.proto.proxy().empty()) return Success();
  const auto proxy = transport::ParseProxyAddress(file.proto.proxy());
  if (!proxy.ok()) {
    const Error& fault = proxy.error();
    return file.Fault("proxy", StrCat("is unusable: ", fault.what), fault.why, fault.next);
  }
  site.proxy = *proxy;
  return Success();
}

void Override(const SiteFile& file, std::string_view key, uint32_t value, uint32_t& setting) {
  if (file.Has(key)) setting = value;
}

Result<> CheckCohort(const SiteFile& file, const SitePolicy& policy) {
  const uint32_t least = policy.secure_required ? 2 : 1;
  if (policy.smallest_cohort < least) {
    return file.Fault("policy.smallest_cohort", StrCat("must be at least ", least),
                      StrCat(policy.smallest_cohort, ": a sum of one site is its own input"));
  }
  if (policy.colluders_feared >= policy.smallest_cohort) {
    return file.Fault("policy.colluders_feared", "must be below smallest_cohort",
                      StrCat(policy.colluders_feared, " of ", policy.smallest_cohort,
                             ": nobody honest would be left in the sum"));
  }
  return Success();
}

Result<> ReadScripts(const SiteFile& file, SitePolicy& policy) {
  const auto& digests = file.proto.policy().scripts();
  if (static_cast<size_t>(digests.size()) > limits::kScriptsListed)
    return file.Fault("policy.scripts", "is too long",
                      StrCat(digests.size(), ", at most ", limits::kScriptsListed));
  for (int i = 0; i < digests.size(); ++i) {
    const Bytes digest = FromHex(digests.Get(i));
    if (digest.size() != sizeof(crypto::Digest))
      return file.Fault(StrCat("policy.scripts[", i, "]"), "is no SHA-256",
                        StrCat("it is '", digests.Get(i).substr(0, 80), "', not 64 hex digits"),
                        "sha256sum FILE prints it");
    policy.scripts.push_back(Hex(digest));
  }
  return Success();
}

DirectoryDemand DemandOf(v1::DirectoryPolicy policy) {
  if (policy == v1::DIRECTORY_POLICY_REQUIRED) return DirectoryDemand::kRequired;
  return policy == v1::DIRECTORY_POLICY_WHEN_SHOWN ? DirectoryDemand::kWhenShown
                                                   : DirectoryDemand::kAsInvited;
}

Result<> ReadPolicy(const SiteFile& file, SitePolicy& policy) {
  const v1::SitePolicy& proto = file.proto.policy();
  policy.jobs.assign(proto.jobs().begin(), proto.jobs().end());
  policy.columns.assign(proto.columns().begin(), proto.columns().end());
  policy.secure_required = proto.secure_aggregation() != v1::SECURE_POLICY_ALLOWED_OFF;
  policy.lowest_profile = ProfileOf(proto.profile());
  policy.directory = DemandOf(proto.directory());
  Override(file, "policy.smallest_cohort", proto.smallest_cohort(), policy.smallest_cohort);
  Override(file, "policy.colluders_feared", proto.colluders_feared(), policy.colluders_feared);
  Override(file, "policy.largest_weight", proto.largest_weight(), policy.largest_weight);
  Override(file, "policy.rounds_per_day", proto.rounds_per_day(), policy.rounds_per_day);
  Override(file, "policy.largest_epochs", proto.largest_epochs(), policy.largest_epochs);
  Override(file, "policy.largest_unchanged", proto.largest_unchanged(), policy.largest_unchanged);
  if (policy.largest_unchanged > 100)
    return file.Fault("policy.largest_unchanged", "is a percentage",
                      StrCat(policy.largest_unchanged, " is more than all"));
  if (file.Has("policy.largest_model")) policy.largest_model = proto.largest_model().bytes();
  policy.statistics_allowed = proto.statistics() != v1::STATISTICS_POLICY_REFUSED;
  Override(file, "policy.values_per_bin", proto.values_per_bin(), policy.values_per_bin);
  if (policy.values_per_bin == 0) return file.Fault("policy.values_per_bin", "must be at least 1");
  if (file.Has("policy.hours")) {
    Result<Hours> hours = ParseHours(proto.hours());
    if (!hours.ok()) {
      const Error& fault = hours.error();
      return file.Fault("policy.hours", StrCat("is ", fault.what), fault.why, fault.next);
    }
    policy.hours = *hours;
  }
  HANSA_TRY(ReadScripts(file, policy));
  return CheckCohort(file, policy);
}

}  // namespace

Result<SiteConfig> ParseSiteConfig(std::string_view toml, const fs::path& folder,
                                   std::string_view file_name) {
  SiteFile file;
  file.name = file_name;
  // "site.toml" has no folder in its name; absolute("") throws.
  file.folder = fs::absolute(folder.empty() ? fs::path(".") : folder).lexically_normal();
  HANSA_TRY(ParseToml(toml, file_name, &file.proto, &file.lines));
  SiteConfig site;
  HANSA_TRY(ReadName(file, site));
  site.state = Absolute(file, file.proto.state().empty() ? "state" : file.proto.state());
  HANSA_TRY(ReadData(file, site));
  if (file.Has("model_cache")) site.model_cache = file.proto.model_cache().bytes();
  HANSA_TRY(ReadProxy(file, site));
  HANSA_TRY(ReadPolicy(file, site.policy));
  return site;
}

Result<SiteConfig> LoadSiteConfig(const fs::path& path) {
  const std::string toml = HANSA_TRY(ReadFile(path, limits::kConfigFileBytes));
  return ParseSiteConfig(toml, path.parent_path(), path.string());
}

}  // namespace hansa::client
