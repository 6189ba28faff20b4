#include "fault_story.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <new>

#include "base/comes_true.h"

namespace waymark::relay {

void FaultStory::SetUp() {
  Program::SetUp();
  const int file = ::open((folder_.path() / "faults").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_EQ(::ftruncate(file, sizeof(FaultControl)), 0);
  void* const memory = ::mmap(nullptr, sizeof(FaultControl), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  ::close(file);
  ASSERT_NE(memory, MAP_FAILED);
  control_ = new (memory) FaultControl;
}

void FaultStory::TearDown() {
  relay_.reset();
  ::munmap(control_, sizeof(FaultControl));
}

std::vector<std::string> FaultStory::shimmed() const {
  return {std::string{"LD_PRELOAD="} + WAYMARK_FAULT_SHIM,
          std::string{kFaultVariable} + "=" + (folder_.path() / "faults").string()};
}

void FaultStory::begin() {
  relay_ = start(shimmed());
  ASSERT_NE(public_port_, 0) << relay_->errors();
  if (!opened_) open_for_requests();
  opened_ = true;
}

void FaultStory::kill_and_begin() {
  set(kNoFault);
  relay_->signal(SIGKILL);
  ASSERT_EQ(relay_->wait(), 128 + SIGKILL);
  begin();
}

void FaultStory::cut_power() {
  control_->faults = control_->faults | kPowerCut;
  (void)health();  // the shim looks at its orders when a file or a clock is asked
  ASSERT_EQ(relay_->wait(), 128 + SIGKILL);
  control_->faults = kNoFault;
}

void FaultStory::set(std::uint32_t faults, std::uint32_t every) {
  control_->every = every;
  control_->faults = faults;
}

void FaultStory::put_new(int count) {
  for (int i = 0; i < count; ++i) {
    Bytes envelope = office_.envelope();
    std::string answer = put(envelope);
    if (answer == "stored")
      stored_.insert(std::move(envelope));
    else
      refused_.emplace(std::move(envelope), std::move(answer));
  }
}

bool FaultStory::all_refused_get_in() {
  return comes_true([this] {
    std::erase_if(refused_, [this](const auto& entry) {
      if (put(entry.first) != "stored") return false;
      stored_.insert(entry.first);
      return true;
    });
    return refused_.empty();
  });
}

void FaultStory::expect_all_once() {
  const std::map<Bytes, int> there = pulled();
  std::size_t lost = 0;
  std::size_t twice = 0;
  for (const Bytes& envelope : stored_) lost += there.contains(envelope) ? 0 : 1;
  for (const auto& [envelope, times] : there) twice += times == 1 ? 0 : 1;
  EXPECT_EQ(lost, 0u) << "of " << stored_.size();
  EXPECT_EQ(twice, 0u) << "of " << there.size();
}

bool FaultStory::has_said(std::string_view event) const {
  return relay_->errors().find(" " + std::string{event}) != std::string::npos;
}

}  // namespace waymark::relay
