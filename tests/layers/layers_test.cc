// The layers of ARCHITECTURE.md on transitive includes, and proof that a violation is seen.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/layers/include_graph.h"
#include "tests/layers/rules.h"
#include "tests/support/temporary_folder.h"

namespace hansa::layers {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kFolders = {"common", "client", "coordinator", "experiments"};

const Layer* LayerOf(const std::string& file) {
  const Layer* best = nullptr;
  for (const Layer& layer : Layers()) {
    if (!file.starts_with(layer.folder + "/")) continue;
    if (best == nullptr || layer.folder.size() > best->folder.size()) best = &layer;
  }
  return best;
}

bool MayReach(const Layer& layer, const std::string& target) {
  if (target.starts_with(layer.folder + "/")) return true;
  for (const std::string& allowed : layer.may_reach) {
    if (allowed == "proto" && target.starts_with("hansa/v1/")) return true;
    if (target == allowed || target.starts_with(allowed + "/")) return true;
  }
  return false;
}

// OpenSSL and ZeroMQ headers stay out of our headers, so that no reader of a header meets them.
bool IsHeaderRestricted(const std::string& from, const std::string& target) {
  if (!from.ends_with(".h")) return false;
  for (const std::string& part : OnlyInSourceFiles()) {
    if (target.starts_with(part)) return !from.ends_with("_ptr.h");
  }
  return false;
}

bool IsForbidden(const Layer& layer, const std::string& from, const std::string& target) {
  if (target.starts_with("<")) {
    for (const std::string& never : layer.never) {
      if (target.starts_with(never)) return true;
    }
    return IsHeaderRestricted(from, target);
  }
  return !MayReach(layer, target);
}

// Every violation as the chain of includes that leads to it.
std::vector<std::string> Violations(const fs::path& root) {
  std::vector<std::string> out;
  const IncludeGraph graph(root, kFolders);
  for (const auto& entry : graph.files()) {
    const Layer* layer = LayerOf(entry.first);
    if (layer == nullptr) {
      out.push_back(entry.first + " is in no layer: add its folder to tests/layers/rules.cc");
      continue;
    }
    const auto chain =
        graph.ChainTo(entry.first, [&](const std::string& from, const std::string& target) {
          return IsForbidden(*layer, from, target);
        });
    if (chain.empty()) continue;
    std::string text;
    for (const std::string& step : chain) text += (text.empty() ? "" : " -> ") + step;
    out.push_back(text);
  }
  return out;
}

class TemporaryTree {
 public:
  void Write(const std::string& file, const std::string& text) {
    fs::create_directories((root() / file).parent_path());
    std::ofstream(root() / file) << text;
  }
  const fs::path& root() const { return folder_.path(); }

 private:
  test::TemporaryFolder folder_;
};

TEST(Layers, TheTreeKeepsThem) {
  const auto violations = Violations(HANSA_SOURCE_DIR);
  for (const std::string& violation : violations) ADD_FAILURE() << violation;
}

TEST(Layers, TheTreeIsSeen) {
  EXPECT_GT(IncludeGraph(HANSA_SOURCE_DIR, kFolders).files().size(), 100u);
}

TEST(Layers, APlantedViolationIsFoundOverTwoSteps) {
  TemporaryTree tree;
  tree.Write("coordinator/core/machine.cc", "#include \"coordinator/core/machine.h\"\n");
  tree.Write("coordinator/core/machine.h", "#include \"common/base/bytes.h\"\n");
  tree.Write("common/base/bytes.h", "#include \"common/transport/server_socket.h\"\n");
  tree.Write("common/transport/server_socket.h", "");
  const auto violations = Violations(tree.root());
  ASSERT_EQ(violations.size(), 3u);
  EXPECT_EQ(violations[1],
            "coordinator/core/machine.cc -> coordinator/core/machine.h -> common/base/bytes.h -> "
            "common/transport/server_socket.h");
}

TEST(Layers, APlantedClockThreadOrTensorInACoreIsFound) {
  for (const char* header :
       {"<thread>", "<torch/nn.h>", "<zmq.hpp>", "<spdlog/spdlog.h>", "<random>"}) {
    TemporaryTree tree;
    tree.Write("client/core/site_machine.cc", std::string("#include ") + header + "\n");
    EXPECT_EQ(Violations(tree.root()).size(), 1u) << header;
  }
}

TEST(Layers, TheTwoRolesNeverMeet) {
  TemporaryTree tree;
  tree.Write("client/app/main.cc", "#include \"coordinator/api/requests.h\"\n");
  tree.Write("coordinator/app/main.cc", "#include \"client/data/dataset.h\"\n");
  EXPECT_EQ(Violations(tree.root()).size(), 2u);
}

// Clocks are functions, not headers: a core must not call one.
TEST(Layers, NoCoreReadsAClock) {
  for (const char* folder :
       {"client/core", "coordinator/core", "coordinator/aggregation", "common/secagg"}) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(HANSA_SOURCE_DIR) / folder)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path());
      const std::string text((std::istreambuf_iterator<char>(in)),
                             std::istreambuf_iterator<char>());
      for (const char* word :
           {"ReadClocks(", "_clock::now", "std::random_device", "std::mt19937", "SystemRandom"}) {
        EXPECT_EQ(text.find(word), std::string::npos) << entry.path() << " uses " << word;
      }
    }
  }
}

}  // namespace
}  // namespace hansa::layers
