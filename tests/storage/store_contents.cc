#include "tests/storage/store_contents.h"

#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

std::string TextOf(const StoredSite& site) {
  return StrCat(site.site_id, " ", site.name, " ", Hex(site.certificate), " ",
                Hex(site.invitation_curve_key), " ", site.expires_unix_ms, " ", site.enrolled, " ",
                Hex(site.credential), " ", Hex(site.identity_key), " ", Hex(site.curve_key), " ",
                site.enrolled_unix_ms, " ", site.seen_unix_ms, " ", site.software, " ",
                site.revoked, " ", Hex(site.revocation), " ", site.revoked_unix_ms, "\n");
}

template <typename Messages>
std::string TextOf(const Messages& messages) {
  std::string text;
  for (const auto& message : messages) text += message.ShortDebugString() + "\n";
  return text;
}

}  // namespace

Result<std::string> ContentsOf(Store& store) {
  std::string text = StrCat("last session ", HANSA_TRY(store.LastSessionNumber()), "\n");
  for (const StoredSite& site : HANSA_TRY(store.Sites())) text += TextOf(site);
  if (const auto directory = HANSA_TRY(store.Directory())) {
    text += StrCat("directory ", directory->epoch, " ", Hex(directory->directory));
    for (const std::string& listed : directory->sites) text += " " + listed;
    text += "\n";
  }
  text += TextOf(HANSA_TRY(store.Jobs()));
  text += TextOf(HANSA_TRY(store.Versions()));
  text += TextOf(HANSA_TRY(store.Rounds()));
  for (const Measurement& one : HANSA_TRY(store.Measurements()))
    text += StrCat(one.kind, " ", one.name, " ", one.site_id, " ", one.value, "\n");
  for (const char* job : {"a", "b", "c"}) {
    text += TextOf(HANSA_TRY(store.SessionSteps(job)));
    for (const EventLine& line : HANSA_TRY(store.Events(job)))
      text += StrCat(line.job_id, " ", line.number, " ", line.json, "\n");
  }
  return text;
}

}  // namespace hansa::coordinator
