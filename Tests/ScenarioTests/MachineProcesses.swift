import Foundation

/// The processes of this machine, by what they were started with (proc(5)).
enum MachineProcesses {
  /// The arguments of all processes that name a folder or something in it.
  static func naming(_ folder: String) -> [[String]] {
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.filter { Int($0) != nil } ?? []
    return numbers.compactMap { number -> [String]? in
      guard let data = FileManager.default.contents(atPath: "/proc/\(number)/cmdline") else { return nil }
      let arguments = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      return arguments.contains { $0 == folder || $0.hasPrefix(folder + "/") } ? arguments : nil
    }
  }

  /// Whether a server could listen at this port of the loopback interface now.
  static func isFree(port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var reuse: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
