#include "tests/support/power_cut_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <utility>

namespace hansa::test {
namespace {

using Outcome = PowerCutDisk::Outcome;

constexpr int kSectorBytes = 512;

struct Open {
  PowerCutDisk* disk = nullptr;
  std::string name;
  std::shared_ptr<PowerCutDisk::File> file;
  bool syncs_folder = false;  // until its first sync, as SQLite's own file system does
  bool remove_at_close = false;
  std::vector<std::unique_ptr<Bytes>> shared;  // regions of shared memory
};
struct Handle {
  sqlite3_file base;  // first: SQLite sees this
  Open* open;
};

Open& Of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file)->open; }

int Code(Outcome outcome, int no_power) {
  if (outcome == Outcome::kFull) return SQLITE_FULL;
  return outcome == Outcome::kDone ? SQLITE_OK : no_power;
}

int Close(sqlite3_file* file) {
  Open* open = &Of(file);
  if (open->remove_at_close) open->disk->Remove(open->name, false);
  delete open;
  return SQLITE_OK;
}

int Read(sqlite3_file* file, void* into, int amount, sqlite3_int64 offset) {
  if (Of(file).disk->cut()) return SQLITE_IOERR_READ;
  const Bytes& now = Of(file).file->now;
  const auto from = std::min<size_t>(static_cast<size_t>(offset), now.size());
  const auto got = std::min<size_t>(static_cast<size_t>(amount), now.size() - from);
  if (got > 0) std::memcpy(into, now.data() + from, got);
  if (got == static_cast<size_t>(amount)) return SQLITE_OK;
  std::memset(static_cast<char*>(into) + got, 0, static_cast<size_t>(amount) - got);
  return SQLITE_IOERR_SHORT_READ;
}

int Write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
  Open& open = Of(file);
  const ByteSpan bytes(static_cast<const uint8_t*>(from), static_cast<size_t>(amount));
  return Code(open.disk->Write(*open.file, static_cast<uint64_t>(offset), bytes),
              SQLITE_IOERR_WRITE);
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  Open& open = Of(file);
  return Code(open.disk->Truncate(*open.file, static_cast<uint64_t>(size)), SQLITE_IOERR_TRUNCATE);
}

int Sync(sqlite3_file* file, int) {
  Open& open = Of(file);
  return Code(open.disk->Sync(*open.file, std::exchange(open.syncs_folder, false)),
              SQLITE_IOERR_FSYNC);
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(Of(file).file->now.size());
  return SQLITE_OK;
}

int NoLock(sqlite3_file*, int) { return SQLITE_OK; }
int CheckReservedLock(sqlite3_file*, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}
int FileControl(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int SectorSize(sqlite3_file*) { return kSectorBytes; }
// As the system's own: a torn write harms no byte beside it.
int Characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int ShmMap(sqlite3_file* file, int region, int size, int extend, void volatile** at) {
  auto& shared = Of(file).shared;
  *at = nullptr;
  if (static_cast<size_t>(region) >= shared.size()) {
    if (extend == 0) return SQLITE_OK;
    while (shared.size() <= static_cast<size_t>(region))
      shared.push_back(std::make_unique<Bytes>(static_cast<size_t>(size)));
  }
  *at = shared[static_cast<size_t>(region)]->data();
  return SQLITE_OK;
}
int ShmLock(sqlite3_file*, int, int, int) { return SQLITE_OK; }
// The thread sanitizer knows no fence, but a mutex, which SQLite's own VFS takes here too.
void ShmBarrier(sqlite3_file*) {
  static std::mutex barrier;
  const std::lock_guard fence(barrier);
}
int ShmUnmap(sqlite3_file* file, int) {
  Of(file).shared.clear();
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods = {2,
                                     Close,
                                     Read,
                                     Write,
                                     Truncate,
                                     Sync,
                                     FileSize,
                                     NoLock,
                                     NoLock,
                                     CheckReservedLock,
                                     FileControl,
                                     SectorSize,
                                     Characteristics,
                                     ShmMap,
                                     ShmLock,
                                     ShmBarrier,
                                     ShmUnmap,
                                     nullptr,
                                     nullptr};

PowerCutDisk& DiskOf(sqlite3_vfs* vfs) { return *static_cast<PowerCutDisk*>(vfs->pAppData); }

int OpenFile(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
  file->pMethods = nullptr;
  PowerCutDisk& disk = DiskOf(vfs);
  if (name == nullptr || disk.cut()) return SQLITE_CANTOPEN;  // temporary files stay in memory
  auto open = std::make_unique<Open>();
  open->disk = &disk;
  open->name = name;
  open->file = disk.Find(name);
  if (open->file == nullptr) {
    if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    open->file = disk.Create(name);
    if (open->file == nullptr) return SQLITE_CANTOPEN;
  }
  open->syncs_folder = (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
  open->remove_at_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  if (out != nullptr) *out = flags;
  reinterpret_cast<Handle*>(file)->open = open.release();
  file->pMethods = &kMethods;
  return SQLITE_OK;
}

int Delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  if (DiskOf(vfs).Find(name) == nullptr) return SQLITE_IOERR_DELETE_NOENT;
  return Code(DiskOf(vfs).Remove(name, sync_folder != 0), SQLITE_IOERR_DELETE);
}

int Access(sqlite3_vfs* vfs, const char* name, int, int* result) {
  const auto file = DiskOf(vfs).Find(name);
  *result = file != nullptr && !file->now.empty() ? 1 : 0;
  return SQLITE_OK;
}

int FullPathname(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

}  // namespace

struct PowerCutVfs::Registered {
  std::string name;
  sqlite3_vfs vfs{};
};

PowerCutVfs::PowerCutVfs(PowerCutDisk& disk) : registered_(std::make_unique<Registered>()) {
  static std::atomic<int> made{0};
  registered_->name = "power-cut-" + std::to_string(++made);
  // Randomness, sleep and the clock are the system's.
  registered_->vfs = *sqlite3_vfs_find(nullptr);
  sqlite3_vfs& vfs = registered_->vfs;
  vfs.iVersion = 1;
  vfs.szOsFile = sizeof(Handle);
  vfs.pNext = nullptr;
  vfs.zName = registered_->name.c_str();
  vfs.pAppData = &disk;
  vfs.xOpen = OpenFile;
  vfs.xDelete = Delete;
  vfs.xAccess = Access;
  vfs.xFullPathname = FullPathname;
  if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK) std::abort();
}

PowerCutVfs::~PowerCutVfs() { sqlite3_vfs_unregister(&registered_->vfs); }

const char* PowerCutVfs::name() const { return registered_->name.c_str(); }

}  // namespace hansa::test
