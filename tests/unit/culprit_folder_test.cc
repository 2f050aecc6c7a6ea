// Evidence on the disk: readable by its owner only, and as right there as in memory.

#include "coordinator/app/culprit_folder.h"

#include <gtest/gtest.h>

#include "common/base/atomic_file.h"
#include "common/transcript/culprit_file.h"
#include "tests/support/culprit_session.h"
#include "tests/support/temporary_folder.h"

#ifdef HANSA_PLANTED_BUGS
namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;

TEST(CulpritFolder, WhatItWritesConvicts) {
  const test::TemporaryFolder folder;
  fs::create_directories(folder / "runs" / "a-job");
  const secagg_test::CheatedSession session({.session = {.sites = 5}});
  v1::CulpritEvidence bare = session.evidence();
  bare.clear_coordinator();
  const CulpritFolder culprits(folder / "runs", session.evidence().coordinator());
  const CulpritFile file{"a-job", "culprits/7-site.culprit",
                         std::make_shared<v1::CulpritEvidence>(bare)};
  for (int i = 0; i < 2; ++i) {  // a new process writes it again
    const auto written = culprits.Write(file);
    ASSERT_TRUE(written.ok()) << written.error().Text();
  }
  const fs::path path = folder / "runs" / "a-job" / file.name;
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::status(path.parent_path()).permissions(), fs::perms::owner_all);
  const std::string bytes = ReadFile(path, transcript::kCulpritBytes).value();
  const auto checked = transcript::CheckCulpritFile(AsSpan(bytes), session.authority());
  ASSERT_TRUE(checked.ok()) << checked.error().Text();
  EXPECT_EQ(checked->site_id, session.culprit_id());
  size_t files = 0;
  for (const auto& entry : fs::directory_iterator(path.parent_path())) files += entry.exists();
  EXPECT_EQ(files, 1u);
}

TEST(CulpritFolder, ADiskThatDoesNotTakeItIsAnError) {
  const test::TemporaryFolder folder;
  const secagg_test::CheatedSession session({.session = {.sites = 5}});
  WriteFileAtomically(folder / "runs", "a file in the place of a folder").value();
  const CulpritFolder culprits(folder / "runs", session.evidence().coordinator());
  EXPECT_FALSE(culprits
                   .Write({"a-job", "culprits/7-site.culprit",
                           std::make_shared<v1::CulpritEvidence>(session.evidence())})
                   .ok());
}

}  // namespace
}  // namespace hansa::coordinator
#endif
