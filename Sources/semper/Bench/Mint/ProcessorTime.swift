import Foundation

/// Seconds of processor time that the clients (this process) and a server have used, in user and kernel mode.
struct ProcessorTime: Sendable {
  let clients: Double
  let server: Double

  /// Until now.
  init(of server: Int32) throws {
    // POSIX counts it in millionths of a second.
    clients = Double(clock()) / 1_000_000
    let text = try String(contentsOfFile: "/proc/\(server)/stat", encoding: .utf8)
    // The name in parentheses may hold spaces; the fields after it do not.
    let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
    guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else {
      throw BenchError(.noProcess)
    }
    self.server = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  private init(clients: Double, server: Double) { (self.clients, self.server) = (clients, server) }

  static func - (after: Self, before: Self) -> Self {
    Self(clients: after.clients - before.clients, server: after.server - before.server)
  }
}
