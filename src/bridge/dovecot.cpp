#include "bridge/dovecot.h"

#include <pwd.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "base/check.h"
#include "base/comes_true.h"
#include "bridge/loopback.h"

namespace waymark::bridge::testing {
namespace {

namespace fs = std::filesystem;

/// Whom the processes run as: a server that root starts gives its rights away, any other stays who it is.
std::string users() {
  const passwd* const self = getpwuid(getuid());
  CHECK(self != nullptr);
  if (getuid() == 0) return {};
  const std::string name = self->pw_name;
  return "default_login_user = " + name + "\ndefault_internal_user = " + name +
         "\ndefault_internal_group =\nservice anvil {\n chroot =\n}\n";
}

std::string configuration(const fs::path& folder, std::uint16_t port) {
  const passwd* const owner = getuid() == 0 ? getpwnam("nobody") : getpwuid(getuid());
  CHECK(owner != nullptr);
  std::ostringstream text;
  text << "base_dir = " << (folder / "run").string() << "\nstate_dir = " << (folder / "state").string()
       << "\nlog_path = " << (folder / "log").string() << "\nprotocols = imap\nlisten = 127.0.0.1\nssl = no\n"
       << "disable_plaintext_auth = no\nfirst_valid_uid = 1\nfirst_valid_gid = 1\nmail_location = maildir:"
       << (folder / "mail").string() << "\n"
       << users() << "service imap-login {\n chroot =\n inet_listener imap {\n  port = " << port
       << "\n }\n inet_listener imaps {\n  port = 0\n }\n}\n"
       << "passdb {\n driver = static\n args = password=secret\n}\nuserdb {\n driver = static\n args = uid="
       << owner->pw_uid << " gid=" << owner->pw_gid << " home=" << folder.string() << "\n}\n";
  return text.str();
}

/// Delivered as `nobody` would when root runs the test.
void give_away(const fs::path& path) {
  if (getuid() != 0) return;
  const passwd* const nobody = getpwnam("nobody");
  CHECK(nobody != nullptr && chown(path.c_str(), nobody->pw_uid, nobody->pw_gid) == 0);
}

}  // namespace

Dovecot::Dovecot() : port_(free_port()) {
  CHECK(fs::exists("/usr/sbin/dovecot"));  // Debian's dovecot-imapd, see script/lib/packages.sh
  std::string name = (fs::temp_directory_path() / "waymark-dovecot-XXXXXX").string();
  CHECK(mkdtemp(name.data()) != nullptr);
  folder_ = name;
  fs::permissions(folder_, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
  for (const char* part : {"run", "state", "mail", "mail/new", "mail/cur", "mail/tmp"})
    fs::create_directory(folder_ / part);
  for (const char* part : {"mail", "mail/new", "mail/cur", "mail/tmp"}) give_away(folder_ / part);
  std::ofstream{folder_ / "conf"} << configuration(folder_, port_);
  const std::string conf = (folder_ / "conf").string();
  id_ = fork();
  if (id_ == 0) {
    execl("/usr/sbin/dovecot", "dovecot", "-F", "-c", conf.c_str(), nullptr);
    _exit(127);
  }
  CHECK(comes_true([this] { return waitpid(id_, nullptr, WNOHANG) != 0 || answers(port_); }) && answers(port_));
}

Dovecot::~Dovecot() {
  kill(id_, SIGTERM);
  waitpid(id_, nullptr, 0);
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void Dovecot::deliver(const std::string& bytes) {
  const std::string name = std::to_string(1'700'000'000 + delivered_) + ".M" + std::to_string(delivered_) + ".test";
  ++delivered_;
  std::ofstream{mail() / "tmp" / name, std::ios::binary} << bytes;
  give_away(mail() / "tmp" / name);
  fs::rename(mail() / "tmp" / name, mail() / "new" / name);
}

std::size_t Dovecot::letters() const {
  std::size_t count = 0;
  for (const char* part : {"new", "cur"})
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator{mail() / part}) ++count;
  return count;
}

std::string Dovecot::address() const { return "imap://127.0.0.1:" + std::to_string(port_) + "/INBOX"; }

std::string Dovecot::log() const {
  std::ifstream file{folder_ / "log"};
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace waymark::bridge::testing
