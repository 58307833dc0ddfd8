import Foundation

/// `openssl speed`, the reference for signatures.
enum OpenSSLSpeed {
  struct Rates {
    let sign: Double
    let verify: Double
  }

  /// - Parameter algorithm: such as `rsa2048` or `ecdsap256`.
  static func rates(_ algorithm: String, seconds: Int = 2, processes: Int = 1) throws -> Rates {
    var arguments = ["openssl", "speed", "-seconds", "\(seconds)"]
    if processes > 1 { arguments += ["-multi", "\(processes)"] }
    let output = try Child.output(of: arguments + [algorithm])
    // The last two columns of the last line: sign/s and verify/s.
    let columns = output.split(separator: "\n").last?.split(separator: " ").suffix(2).compactMap { Double($0) } ?? []
    guard columns.count == 2 else { throw BenchmarkError("openssl speed \(algorithm) gave no figures") }
    return Rates(sign: columns[0], verify: columns[1])
  }
}
