#include "coordinator/app/open_directory.h"

#include "common/base/text.h"

namespace hansa::coordinator {

Result<identity::DirectoryHandle> OpenDirectory(const v1::Signed& directory,
                                                const std::vector<std::string>& site_ids,
                                                const SiteDirectory& registered,
                                                const crypto::Ed25519Public& authority) {
  identity::DirectoryLeaves leaves;
  for (const std::string& id : site_ids) {
    const StoredSite* site = registered.Find(id);
    v1::Signed certificate;
    if (site == nullptr || !certificate.ParseFromArray(site->certificate.data(),
                                                       static_cast<int>(site->certificate.size())))
      return BadInput(
          "the directory cannot be published", StrCat("its site ", id, " is not registered here"),
          "Publish it with the file that lists its sites: hansa authority publish FILE");
    leaves.emplace(id, certificate.payload());
  }
  return identity::PublishedDirectory::Open(directory, std::move(leaves), authority);
}

}  // namespace hansa::coordinator
