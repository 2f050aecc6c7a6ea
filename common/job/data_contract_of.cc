#include "common/job/data_contract_of.h"

namespace hansa {

DataContract DataContractOf(const JobSpec& job) {
  return {job.features, job.target, job.drop, job.train, job.evaluate, job.window};
}

}  // namespace hansa
