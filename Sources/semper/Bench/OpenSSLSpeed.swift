import Foundation
import SemperCoding

/// What `openssl speed` says that this machine's OpenSSL does with one core.
struct OpenSSLSpeed: Sendable {
  /// Operations a second, by name.
  let rates: [String: Double]

  /// Runs it for some seconds; `nil` where there is no such program.
  static func measure() async -> OpenSSLSpeed? {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        // It ends by an alarm, which it would inherit blocked from a thread that runs tasks.
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        continuation.resume(returning: measured())
      }
    }
  }

  private static func measured() -> OpenSSLSpeed? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl", "speed", "-mr", "-seconds", "1", "ecdsap256", "rsa2048", "rsa3072"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil, let bytes = try? output.fileHandleForReading.readToEnd() else { return nil }
    process.waitUntilExit()
    let rates = Self.rates(String(decoding: bytes, as: UTF8.self))
    return rates.isEmpty ? nil : OpenSSLSpeed(rates: rates)
  }

  /// Lines such as `+F2:2:2048:4560.0:74930.4` (RSA) and `+F4:3:256:67030.4:23616.7` (ECDSA): signs and verifies a second.
  static func rates(_ output: String) -> [String: Double] {
    var rates: [String: Double] = [:]
    for line in output.split(separator: "\n") {
      let parts = line.split(separator: ":")
      guard parts.count == 5, let signs = Double(parts[3]), let verifies = Double(parts[4]) else { continue }
      switch (parts[0], parts[2]) {
      case ("+F2", let bits): (rates["rsa\(bits)Signs"], rates["rsa\(bits)Verifies"]) = (signs, verifies)
      case ("+F4", "256"): (rates["ecdsaP256Signs"], rates["ecdsaP256Verifies"]) = (signs, verifies)
      default: continue
      }
    }
    return rates
  }

  /// RSA signatures a second that all cores together could make if they did nothing else; `nil` for a size that was not measured.
  func signatures(bits: Int) -> Double? {
    rates["rsa\(bits)Signs"].map { $0 * Double(ProcessInfo.processInfo.activeProcessorCount) }
  }

  var json: JSON {
    .object(JSONObject(rates.sorted { $0.key < $1.key }.map { ($0.key, PaymentFigures.number($0.value)) }))
  }
}
