#include "tests/layers/rules.h"

namespace hansa::layers {
namespace {

using Names = std::vector<std::string>;

Names Join(Names a, const Names& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

const Names kCore = {"common/base",     "common/bulk",       "common/crypto", "common/secagg",
                     "common/codec",    "common/model",      "common/job",    "common/wire",
                     "common/identity", "common/transcript", "proto"};
const Names kCommon = {"common", "proto"};

std::vector<Layer> MakeLayers() {
  return {
      {"common/base", {}, {"<torch/", "<ATen/", "<zmq", "<openssl/", "<sodium", "<sqlite3"}},
      {"common/crypto", {"common/base"}, kForeign},
      {"common/bulk", {"common/base", "common/crypto"}, kImpure},
      {"common/secagg", {"common/base", "common/crypto"}, kImpure},
      {"common/codec", {"common/base"}, kImpure},
      {"common/model",
       {"common/base", "common/codec", "common/crypto", "common/identity", "common/job", "proto"},
       kForeign},
      {"common/config", {"common/base", "proto"}, kForeign},
      {"common/job",
       {"common/base", "common/codec", "common/config", "common/crypto", "common/model",
        "common/secagg", "proto"},
       kForeign},
      {"common/identity", {"common/base", "common/crypto", "proto"}, kForeign},
      {"common/wire", {"common/base", "common/crypto", "common/secagg", "proto"}, kImpure},
      {"common/transcript",
       {"common/base", "common/crypto", "common/identity", "common/secagg", "common/wire", "proto"},
       kImpure},
      {"common/transport", {"common/base"}, {"<torch/", "<ATen/", "<sqlite3"}},
      {"common/sqlite", {"common/base"}, {"<torch/", "<ATen/", "<zmq"}},
      {"common/process", {"common/base"}, kForeign},
      {"common/picture", {"common/base"}, kForeign},
      {"common/terminal", {"common/base"}, kForeign},

      {"client/core", Join(kCore, {"client/policy"}), kImpure},
      {"client/policy", kCommon, kForeign},
      {"client/report",
       {"common/base", "client/data", "common/job", "common/codec", "common/config",
        "common/crypto", "common/model", "common/secagg", "proto"},
       kForeign},
      {"client/picture", {"common/base", "common/picture"}, kForeign},
      {"client/data", Join(kCommon, {"client/policy"}), kNoTorch},
      {"client/storage", {"common/base", "common/crypto", "common/sqlite", "proto"}, kNoTorch},
      {"client/trainer",
       {"common/base", "common/job", "common/codec", "common/config", "common/crypto",
        "common/model", "common/process", "common/secagg", "proto"},
       kForeign},
      {"client/learning",
       {"common/base", "common/codec", "common/crypto", "common/model", "common/terminal",
        "client/trainer", "common/job", "common/secagg", "common/config", "proto"},
       {"<zmq", "<sqlite3", "<spdlog/"}},
      {"client/app",
       {"common", "client/core", "client/policy", "client/data", "client/picture", "client/report",
        "client/storage", "client/trainer", "proto"},
       kNoTorch},

      {"coordinator/aggregation",
       {"common/base", "common/codec", "common/crypto", "common/model", "common/job",
        "common/secagg", "proto"},
       kImpure},
      {"coordinator/core", Join(kCore, {"coordinator/aggregation"}), kImpure},
      {"coordinator/registry", kCommon, kForeign},
      {"coordinator/report", {"common/base", "common/crypto", "common/picture"}, kForeign},
      {"coordinator/storage", {"common/base", "common/crypto", "common/sqlite", "proto"}, kNoTorch},
      {"coordinator/backup",
       {"common", "coordinator/registry", "coordinator/storage", "proto"},
       kNoTorch},
      {"coordinator/api", {"common", "coordinator", "proto"}, kNoTorch},
      {"coordinator/app", {"common", "coordinator", "proto"}, kNoTorch},
      {"coordinator/cli", {"common", "coordinator", "proto"}, kNoTorch},

      {"experiments/bench", {"common", "client", "coordinator", "proto"}, {}},
      {"experiments/micro",
       {"common/base", "common/crypto", "common/secagg", "experiments/bench"},
       kForeign},
      {"experiments/simulation",
       Join(kCore, {"client/core", "client/policy", "coordinator/core", "coordinator/aggregation",
                    "coordinator/storage", "experiments/bench"}),
       {"<torch/", "<ATen/", "<c10/", "<zmq", "<sqlite3"}},
      {"experiments/simulation/stand_in",
       {"common/base", "common/crypto"},
       Join(kForeign, {"<openssl/", "<sodium"})},
      {"experiments/simulation/command",
       {"common", "client", "coordinator", "experiments", "proto"},
       kForeign},
      {"experiments/lab",
       {"common", "client", "coordinator", "experiments/bench", "experiments/simulation", "proto"},
       {}},
  };
}

}  // namespace

const std::vector<Layer>& Layers() {
  static const std::vector<Layer> layers = MakeLayers();
  return layers;
}

const std::vector<std::string>& OnlyInSourceFiles() {
  static const std::vector<std::string> names = {"<openssl/", "<sodium", "<zmq"};
  return names;
}

}  // namespace hansa::layers
