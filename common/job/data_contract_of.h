#pragma once
// The part of a job that its models keep in their manifests.

#include "common/job/job_spec.h"
#include "common/model/data_contract.h"

namespace hansa {

DataContract DataContractOf(const JobSpec& job);

}  // namespace hansa
