#pragma once
// Evidence against sites lies in runs/<job-id>/culprits/<session number>-<site id>.culprit,
// readable by its owner only.

#include <filesystem>

#include "coordinator/core/effects.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::coordinator {

class CulpritFolder {
 public:
  CulpritFolder(std::filesystem::path runs, v1::Signed certificate)
      : runs_(std::move(runs)), certificate_(std::move(certificate)) {}

  // Durable when it returns; the same again is no change. Errors are of this machine's disk.
  Result<> Write(const CulpritFile& culprit) const;

 private:
  std::filesystem::path runs_;
  v1::Signed certificate_;
};

}  // namespace hansa::coordinator
