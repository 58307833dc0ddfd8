import Foundation

/// A Unix domain socket (unix(7)) by its descriptor: whole messages in, whole messages out, nothing that waits for ever.
struct LocalSocket: Sendable {
  /// For each read and write. The other side is a process on this machine.
  private static let patience = 10

  let descriptor: Int32

  static func make() -> LocalSocket? {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    return descriptor < 0 ? nil : LocalSocket(descriptor: descriptor)
  }

  func close() { _ = Glibc.close(descriptor) }

  func limitWaiting() {
    var time = timeval(tv_sec: Self.patience, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size)
  }

  /// Whether the process at the other end belongs to the same person.
  var isOwn: Bool {
    // Process, user and group, as the kernel fills them in for SO_PEERCRED.
    var peer: (process: Int32, user: UInt32, group: UInt32) = (0, 0, 0)
    var size = socklen_t(MemoryLayout.size(ofValue: peer))
    return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.user == geteuid()
  }

  /// Everything until the other side has no more to say; `nil` when it is more than the limit or does not come.
  func readAll(atMost limit: Int) -> [UInt8]? {
    var received = [UInt8]()
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return received }
      received += buffer[..<count]
      guard received.count <= limit else { return nil }
    }
  }

  /// Writes everything and says that this is all; `false` when the other side does not take it.
  func writeAll(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return shutdown(descriptor, Int32(SHUT_WR)) == 0
  }

  /// Calls with the address of a path; `nil` when the path is too long for one (108 bytes with its end).
  static func withAddress<Result>(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let fits = withUnsafeMutableBytes(of: &address.sun_path) { place in
      guard bytes.count < place.count else { return false }
      place.copyBytes(from: bytes)
      return true
    }
    guard fits else { return nil }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
