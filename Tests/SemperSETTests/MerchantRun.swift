import Foundation
import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments
import Testing

@testable import SemperSET

/// The merchant's process and the pipes to it. What it wants of the gateway is brought there by this side.
final class MerchantRun: CardMerchant, Sendable {
  private let process: Process
  private let input = Pipe()
  private let output = Pipe()
  private let gateway: Gateway

  init(_ market: TestMarket) throws {
    gateway = market.gateway
    process = Process()
    // Beside the bundle of tests, where the build puts every program of the package.
    let folder = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }?.deletingLastPathComponent()
    let path = (folder ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent())
      .appending(path: "MerchantProcess")
    try #require(FileManager.default.isExecutableFile(atPath: path.path), "build the whole package first")
    process.executableURL = path
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try send("c", CanonicalJSON.encode(Self.setting(market)))
  }

  private static func setting(_ market: TestMarket) -> JSON {
    let (desk, gateway) = (market.merchant, market.merchant.gateway)
    func bytes(_ bytes: [UInt8]) -> JSON { ByteString(bytes).json }
    return .fields([
      "brand": TestMarket.brandName.json,
      "gateway": .array(([gateway.transport.leaf.der] + gateway.issuers).map(bytes)),
      "merchant": TestMarket.merchantName.json, "now": Market.now.json,
      "root": bytes(market.ceremony.root.certificate), "sealing": bytes(desk.transport.certificate),
      "sealingKey": bytes(desk.transport.key.derRepresentation),
      "signing": .array(([desk.identity.certificate] + desk.identity.issuers).map(bytes)),
      "signingKey": bytes(desk.identity.key.rawRepresentation), "word": market.gateway.word.json,
    ])
  }

  func answer(_ message: [UInt8]) async throws -> [UInt8] { try await exchange("m", message) }

  /// Has the merchant claim a lock.
  func claim(_ lock: LockOf) async throws -> [UInt8] {
    try await exchange(
      "t", CanonicalJSON.encode(.fields(["opening": lock.opening.json, "terms": lock.terms.json])))
  }

  private func exchange(_ kind: Character, _ bytes: [UInt8]) async throws -> [UInt8] {
    try send(kind, bytes)
    while true {
      let (kind, bytes) = try receive()
      if kind == "a" { return bytes }
      try send("r", try await gateway.answer(bytes, at: Market.now))
    }
  }

  private func send(_ kind: Character, _ bytes: [UInt8]) throws {
    let length = withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { Array($0) }
    try input.fileHandleForWriting.write(contentsOf: Data([kind.asciiValue ?? 0] + length + bytes))
  }

  private func receive() throws -> (Character, [UInt8]) {
    let file = output.fileHandleForReading
    let head = try #require(try file.read(upToCount: 5), "the merchant has ended")
    let count = head.dropFirst().reduce(0) { $0 << 8 | Int($1) }
    var bytes = [UInt8]()
    while bytes.count < count {
      let more = try #require(try file.read(upToCount: count - bytes.count))
      bytes += more
    }
    return (Character(UnicodeScalar(head[0])), bytes)
  }

  /// Every page that the process can write to: its heap, its stacks and its data.
  func memory() throws -> [[UInt8]] {
    let pid = process.processIdentifier
    let maps = try String(contentsOfFile: "/proc/\(pid)/maps", encoding: .utf8)
    let file = try FileHandle(forReadingFrom: URL(filePath: "/proc/\(pid)/mem"))
    defer { try? file.close() }
    return maps.split(separator: "\n").compactMap { line -> [UInt8]? in
      let fields = line.split(separator: " ")
      guard fields.count > 1, fields[1].hasPrefix("rw") else { return nil }
      let ends = fields[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
      guard ends.count == 2, (try? file.seek(toOffset: ends[0])) != nil else { return nil }
      return (try? file.read(upToCount: Int(ends[1] - ends[0]))).map { Array($0) }
    }
  }

  /// Closing its input ends it.
  func end() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
