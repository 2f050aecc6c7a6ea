#pragma once
// The table of ARCHITECTURE.md: who may include whom. The longest matching folder decides.

#include <string>
#include <vector>

namespace hansa::layers {

struct Layer {
  std::string folder;
  // Prefixes of our own files that may be reached over any number of includes ("proto" stands for
  // generated code).
  std::vector<std::string> may_reach;
  // Parts of system header names that must not be reached, from any file of the folder.
  std::vector<std::string> never;
};

// Inputs and outputs of a process, and what makes a core impure.
inline const std::vector<std::string> kImpure = {
    "<torch/",   "<ATen/",       "<c10/",      "<zmq",     "<spdlog/",
    "<sqlite3",  "<thread>",     "<mutex>",    "<future>", "<condition_variable>",
    "<fstream>", "<filesystem>", "<unistd.h>", "<sys/",    "<random>"};
inline const std::vector<std::string> kForeign = {"<torch/", "<ATen/",   "<c10/",
                                                  "<zmq",    "<spdlog/", "<sqlite3"};
inline const std::vector<std::string> kNoTorch = {"<torch/", "<ATen/", "<c10/"};

const std::vector<Layer>& Layers();
// Headers of these libraries may be included in .cc files only.
const std::vector<std::string>& OnlyInSourceFiles();

}  // namespace hansa::layers
