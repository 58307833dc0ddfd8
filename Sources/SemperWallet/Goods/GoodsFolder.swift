import Foundation
public import SemperArchive
public import SemperCommerce
public import SemperCommunication
public import SemperCryptography
public import SemperEngine
public import SemperExchange
public import SemperModel
public import SemperStatements
public import SemperTrustedUI
import Synchronization

/// Where a buyer's goods arrive: ciphertext and leaf list as partial files, the opened files in a folder of the deal.
///
/// A download goes on where it stopped, over restarts too. Nothing is opened before it has been compared with what the
/// seller signed, and the folder appears complete or not at all. A ciphertext that the disk loses between download and
/// opening, when the money is locked, is downloaded again.
public struct GoodsFolder: GoodsSink {
  private let transport: any Transport
  private let shop: Address
  private let blobs: any BlobStore
  private let display: any TrustedDisplay
  private let time: any TimeSource
  /// Where the goods of one deal go.
  private let target: String
  /// Whether a deal brings goods more than once: then each time has a folder of its own in the target.
  private let isOneOfMany: Bool

  public init(
    transport: any Transport, shop: Address, blobs: any BlobStore, target: String, isOneOfMany: Bool = false,
    display: any TrustedDisplay, time: any TimeSource
  ) {
    self.transport = transport
    self.shop = shop
    self.blobs = blobs
    self.target = target
    self.isOneOfMany = isOneOfMany
    self.display = display
    self.time = time
  }

  public func fetch(
    _ content: ContentDescription, locked: LockedData, deal: ID<Deal>, exchange: Digest
  ) async throws {
    _ = try await leaves(of: content, deal, exchange)
    let verifier = Mutex(try DeliveryVerifier(content: content, locked: locked))
    let download = Download(
      "/deals/\(deal)/goods", query: query(exchange), at: shop, length: Int(locked.length),
      to: ciphertext(deal, exchange))
    let display = display
    let downloading = WalletTexts.of(display.language)(WalletText.progressDownloading)
    try await download.run(
      over: transport, time: time,
      progress: { display.progress(downloading, done: Int64($0), of: locked.length) },
      piece: { _, bytes in
        try bytes.withUnsafeBytes { bytes in try verifier.withLock { try $0.receive(bytes) } }
      })
    do {
      try verifier.withLock { try $0.finish() }
    } catch {
      // The file leads to another root: whether disk or seller is at fault, these bytes are worth nothing.
      try? FileManager.default.removeItem(atPath: ciphertext(deal, exchange))
      throw error
    }
  }

  public func open(
    _ content: ContentDescription, locked: LockedData, deal: ID<Deal>, exchange: Digest,
    opening: ItemOpening
  ) async throws -> ProofOfMisbehaviour? {
    let opener = try ContentOpener(
      content: content, leaves: try await leaves(of: content, deal, exchange), locked: locked, exchange: exchange,
      opening: opening)
    let proof = try await DeliveredFile(ciphertext(deal, exchange), length: locked.length).open {
      display.note(WalletTexts.of(display.language)(WalletText.progressAgain))
      try await fetch(content, locked: locked, deal: deal, exchange: exchange)
    } _: {
      try await open(with: opener, deal, exchange)
    }
    if isOneOfMany { remove(deal, exchange) }
    return proof
  }

  private func open(
    with opener: ContentOpener, _ deal: ID<Deal>, _ exchange: Digest
  ) async throws -> ProofOfMisbehaviour? {
    let display = display
    let checking = WalletTexts.of(display.language)(WalletText.progressOpening)
    let proving = WalletTexts.of(display.language)(WalletText.progressProving)
    let opened = try await opener.open(
      ciphertext(deal, exchange), into: isOneOfMany ? target + "/" + Self.short(exchange) : target,
      progress: { display.progress(checking, done: $0.done, of: $0.total) },
      proving: { display.progress(proving, done: $0.done, of: $0.total) })
    switch opened {
    case .written: return nil
    case .misbehaviour(let proof): return proof
    }
  }

  public func opened(_ content: ContentDescription, deal: ID<Deal>) async throws -> ItemParticulars {
    for file in content.manifest.files {
      let place = target + "/" + file.path.text
      let attributes = try? FileManager.default.attributesOfItem(atPath: place)
      guard (attributes?[.size] as? NSNumber)?.int64Value == file.length else {
        throw Refusal(
          .goodsMissing, blame: .us,
          "\(place) is not there as it was opened; bring it back from a backup, or ask the seller with the deal's evidence"
        )
      }
    }
    return ItemParticulars(of: content)
  }

  /// Removes what is not needed once the deal is over.
  public func tidy(_ deal: ID<Deal>) {
    for path in [partial(deal, "ciphertext"), partial(deal, "leaves")] {
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  private func remove(_ deal: ID<Deal>, _ exchange: Digest) {
    for path in [ciphertext(deal, exchange), leafList(deal, exchange)] {
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  private func query(_ exchange: Digest) -> [String: String] { isOneOfMany ? ["exchange": exchange.description] : [:] }
  /// `sha-256:` before the digest itself.
  private static let algorithm = 8
  private static func short(_ exchange: Digest) -> String {
    String(exchange.description.dropFirst(Self.algorithm).prefix(12))
  }

  private func ciphertext(_ deal: ID<Deal>, _ exchange: Digest) -> String { partial(deal, "ciphertext", exchange) }
  private func leafList(_ deal: ID<Deal>, _ exchange: Digest) -> String { partial(deal, "leaves", exchange) }

  private func partial(_ deal: ID<Deal>, _ ending: String, _ exchange: Digest? = nil) -> String {
    let part = exchange.flatMap { isOneOfMany ? ".\(Self.short($0))" : nil } ?? ""
    return blobs.partialPath(named: "\(deal)\(part).\(ending)")
  }

  private func leaves(of content: ContentDescription, _ deal: ID<Deal>, _ exchange: Digest) async throws -> LeafList {
    let length = content.layout.chunks * Digest.size
    let received = Mutex<[UInt8]>([])
    try await Download(
      "/deals/\(deal)/leaves", query: query(exchange), at: shop, length: length, to: leafList(deal, exchange)
    ).run(over: transport, time: time, piece: { _, bytes in received.withLock { $0.append(contentsOf: bytes) } })
    do {
      return try LeafList(bytes: received.withLock { $0 }, of: content)
    } catch {
      try? FileManager.default.removeItem(atPath: leafList(deal, exchange))
      throw error
    }
  }
}
