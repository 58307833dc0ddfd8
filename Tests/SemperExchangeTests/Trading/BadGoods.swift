import Foundation
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting

/// An exchange whose originator has locked other data than it described, and the proof of that.
struct BadGoods {
  let trade: Trade
  let proof: ProofOfMisbehaviour

  init() async throws {
    let place = FileManager.default.temporaryDirectory.path + "/semper-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: place) }
    var numbers = SeededNumbers(11)
    let (bytes, secret) = (numbers.bytes(200), ContentSecret(using: &numbers))
    func prepare(_ bytes: [UInt8], _ name: String) async throws -> PreparedContent {
      try FileManager.default.createDirectory(atPath: "\(place)/\(name)", withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(filePath: "\(place)/\(name)/lesson.txt"))
      return try await PreparedContent.prepare(directory: "\(place)/\(name)", secret: secret, workers: 1)
    }
    let good = try await prepare(bytes, "good")
    let bad = try await prepare([bytes[0] ^ 1] + bytes.dropFirst(), "bad")
    let described = try Trade(content: good.description.summary)
    guard let opening = described.secrets[.originator]?.opening(for: "o/goods") else {
      preconditionFailure("both roles have a secret")
    }
    let sealer = ContentSealer(bad, opening: opening, exchange: described.terms.id)
    let locked = try await sealer.lockedData(workers: 1)
    var delivery = try await PartialDelivery(at: place + "/sealed", content: good.description, locked: locked)
    for try await piece in try sealer.pieces(0..<sealer.length) { try delivery.append(piece) }
    try delivery.finish()
    let opened = try await ContentOpener(
      content: good.description, leaves: good.leaves, locked: locked, exchange: described.terms.id, opening: opening
    ).open(place + "/sealed", into: place + "/bought", workers: 1)
    guard case .misbehaviour(let proof) = opened else { preconditionFailure("the data is bad") }
    self.proof = proof
    trade = try described.locking { items in
      items.map { $0.path == "o/goods" ? LockedItem(path: $0.path, form: .data(locked)) : $0 }
    }
  }
}
