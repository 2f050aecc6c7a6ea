#pragma once
// A small network of every architecture, for tests that must hold for all of them.

#include <vector>

#include "common/model/network.h"

namespace hansa::test {

inline NetworkSpec SmallCnn1d() {
  return {.architecture = Architecture::kCnn1d,
          .inputs = 24,
          .hidden = {5},
          .outputs = 1,
          .loss = Loss::kMse,
          .length = 12,
          .convolutions = {{.channels = 4, .kernel = 3, .padding = 1, .pool = 2},
                           {.channels = 3, .kernel = 2, .stride = 2}}};
}

inline NetworkSpec SmallCnn2d() {
  return {.architecture = Architecture::kCnn2d,
          .inputs = 2 * 9 * 8,
          .hidden = {12},
          .outputs = 3,
          .loss = Loss::kCrossEntropy,
          .image = {2, 9, 8},
          .convolutions = {{.channels = 4, .kernel = 3, .padding = 1, .pool = 2},
                           {.channels = 5, .kernel = 2, .stride = 2}}};
}

inline NetworkSpec SmallLstm() {
  return {.architecture = Architecture::kLstm,
          .inputs = 21,
          .hidden = {4},
          .outputs = 1,
          .loss = Loss::kHuber,
          .length = 7,
          .units = 6,
          .layers = 2};
}

inline NetworkSpec SmallAutoencoder() {
  return {.architecture = Architecture::kAutoencoder,
          .inputs = 6,
          .hidden = {16, 8},
          .outputs = 6,
          .loss = Loss::kMse,
          .bottleneck = 2};
}

// All that Hansa builds itself.
inline std::vector<NetworkSpec> OneOfEach() {
  return {{Architecture::kMlp, 6, {5, 4}, 1, Loss::kMse},
          {Architecture::kLogistic, 6, {}, 3, Loss::kCrossEntropy},
          SmallCnn1d(),
          SmallCnn2d(),
          SmallLstm(),
          SmallAutoencoder()};
}

}  // namespace hansa::test
