import Foundation
import SemperWallet
import Synchronization

/// A port of the loopback interface that stays this program's own until it ends, so that a process that is killed comes back on
/// the port it had.
///
/// Nobody else gets it in between: it lies below the range from which Linux (from 32768) and others (from 49152) give ports to
/// whoever asks for any, and another program of ours that looks for one at the same time finds it locked.
enum FreePort {
  private static let range = 20_000..<32_000
  private static let tries = 200
  /// Open for as long as the program runs; the system unlocks them when it ends, however it ends.
  private static let locks = Mutex<[Int32]>([])

  static func find() throws -> Int {
    let folder = NSTemporaryDirectory() + "/semper-ports-\(getuid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for _ in 0..<tries {
      guard let port = range.randomElement(), try reserve(port, in: folder) else { continue }
      return port
    }
    throw DemoError(.demoErrorPort)
  }

  /// Locks a port on which nobody listens; `false` when it is locked or somebody does.
  private static func reserve(_ port: Int, in folder: String) throws -> Bool {
    let lock = open("\(folder)/\(port)", O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard lock >= 0 else { throw DemoError(.demoErrorPort) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0, canBind(port) else {
      close(lock)
      return false
    }
    locks.withLock { $0.append(lock) }
    return true
  }

  private static func canBind(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
