import Foundation
import SemperArchive
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements
import Synchronization

/// Where the peer's data arrives: ciphertext and leaf list as partial files, what was opened in a folder for each item.
///
/// A download goes on where it stopped, over restarts too. Nothing is opened before all of it has been compared with what
/// the peer signed, and a folder appears complete or not at all. A ciphertext that the disk loses after the download,
/// when the exchange is on, is downloaded again.
struct PartyShelf: ItemSink {
  private static let contents = RecordTable("party_contents")
  private static let largestDescription = 1 << 20

  let peer: PeerClient
  let records: any Records
  let blobs: any BlobStore
  /// Under which what was opened appears, by the item's path.
  let folder: String
  let time: any TimeSource
  /// What is expected of an item, by its path, beyond its being what was described.
  var expectations: [String: ItemExpectation] = [:]

  /// Where an item is once it is opened.
  func place(of path: String) -> String { "\(folder)/\(path)" }

  /// The files are named, and nothing has been given for them.
  func prepare(_ item: DescribedItem, exchange: Digest) async throws {
    guard let root = item.description.content else { return }
    let content = try await content(of: item, root, exchange)
    try expectations[item.path]?.check(ItemParticulars(item.description, content: content), as: .promised)
    _ = try await leaves(of: content, item, exchange)
  }

  private func verifier(
    of item: DescribedItem, _ locked: LockedData, _ exchange: Digest
  ) async throws -> DeliveryVerifier {
    try await prepare(item, exchange: exchange)
    guard let root = item.description.content else { return try DeliveryVerifier(locked: locked) }
    return try DeliveryVerifier(content: try await content(of: item, root, exchange), locked: locked)
  }

  func take(
    _ sealed: AsyncThrowingStream<[UInt8], any Error>, of item: DescribedItem, locked: LockedData, exchange: Digest
  ) async throws {
    let file = ciphertext(locked)
    let arrival = try CiphertextArrival(at: file, try await verifier(of: item, locked, exchange))
    for try await piece in sealed { try arrival.receive(piece) }
    try arrival.finish()
  }

  func fetch(_ item: DescribedItem, locked: LockedData, exchange: Digest) async throws {
    let check = ArrivalCheck(try await verifier(of: item, locked, exchange))
    let file = ciphertext(locked)
    try await download("ciphertext", of: item, exchange, Int(locked.length), to: file) { _, bytes in
      try bytes.withUnsafeBytes { try check.receive($0) }
    }
    guard let fault = check.fault() else { return }
    // The file leads to another root: whether disk or peer is at fault, these bytes are worth nothing.
    try? FileManager.default.removeItem(atPath: file)
    throw fault
  }

  func open(
    _ item: DescribedItem, locked: LockedData, exchange: Digest, opening: ItemOpening
  ) async throws -> ProofOfMisbehaviour? {
    let target = place(of: item.path)
    try FileManager.default.createDirectory(
      atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    return try await DeliveredFile(ciphertext(locked), length: locked.length).open {
      try await fetch(item, locked: locked, exchange: exchange)
    } _: {
      try await put(item, locked, exchange, opening, into: target)
    }
  }

  private func put(
    _ item: DescribedItem, _ locked: LockedData, _ exchange: Digest, _ opening: ItemOpening, into target: String
  ) async throws -> ProofOfMisbehaviour? {
    guard let root = item.description.content else {
      try openMail(locked, exchange, opening, to: target)
      return nil
    }
    let content = try await content(of: item, root, exchange)
    let opener = try ContentOpener(
      content: content, leaves: try await leaves(of: content, item, exchange), locked: locked, exchange: exchange,
      opening: opening)
    switch try await opener.open(ciphertext(locked), into: target) {
    case .written: return nil
    case .misbehaviour(let proof): return proof
    }
  }

  /// Holds opened data against what was expected of it beyond its being what was described.
  func appraise(_ item: DescribedItem, exchange: Digest) async throws {
    guard let expected = expectations[item.path], let root = item.description.content else { return }
    try expected.check(try await opened(item, root, exchange: exchange), as: .opened)
  }

  /// What lies opened in an item's place. Refuses with `goodsMissing` files that are not there, or not as long as described.
  func opened(_ item: DescribedItem, _ root: ContentRoot, exchange: Digest) async throws -> ItemParticulars {
    let content = try await content(of: item, root, exchange)
    for file in content.manifest.files {
      let place = "\(place(of: item.path))/\(file.path)"
      let found = try? FileManager.default.attributesOfItem(atPath: place)[.size] as? NSNumber
      guard found?.int64Value == file.length else {
        throw Refusal(
          .goodsMissing, blame: .us, "\(place) is not there as it was opened; open the exchange's data again")
      }
    }
    return try ItemParticulars(item.description, content: content)
  }

  /// Puts something small in its place, at once or not at all.
  func put(_ bytes: [UInt8], at path: String) throws {
    let target = place(of: path)
    try FileManager.default.createDirectory(
      atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: target), options: .atomic)
  }

  func ciphertext(
    of item: DescribedItem, locked: LockedData, exchange: Digest
  ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
    let path = ciphertext(locked)
    if !FileManager.default.fileExists(atPath: path) {
      try await fetch(item, locked: locked, exchange: exchange)
    }
    return ForwardReader.pieces(of: try FileHandle(forReadingFrom: URL(filePath: path)))
  }

  /// A message is whatever it opens to. What does not open at all leaves nothing to read.
  private func openMail(_ locked: LockedData, _ exchange: Digest, _ opening: ItemOpening, to target: String) throws {
    let bytes = Array(try Data(contentsOf: URL(filePath: ciphertext(locked))))
    guard let sealed = SealedContent(bytes, lockedAs: locked) else {
      throw StatementsError(.damagedDelivery, "\(ciphertext(locked)) has changed since it was checked")
    }
    guard let message = MailOpener(sealed, exchange: exchange, opening: opening).message() else { return }
    try Data(message).write(to: URL(filePath: target), options: .atomic)
  }

  /// The peer's description of its files, kept so that what has arrived can be opened without the peer.
  private func content(
    of item: DescribedItem, _ root: ContentRoot, _ exchange: Digest
  ) async throws -> ContentDescription {
    let limits = DecodingLimits(bytes: Self.largestDescription, members: 50_000)
    if let known = try await records.read({ try $0.value(root.root.bytes, in: Self.contents) }) {
      return try ContentDescription(canonicalBytes: known, limits: limits)
    }
    let content: ContentDescription = try await peer.line.get(
      Self.path("description", item, exchange), largest: Self.largestDescription)
    guard content.summary == root else {
      throw Refusal(.goodsInvalid, blame: .peer, "the files at \(item.path) are not those that were agreed")
    }
    let bytes = content.canonicalBytes
    try await records.transact { try $0.set(bytes, for: root.root.bytes, in: Self.contents) }
    return content
  }

  private func leaves(of content: ContentDescription, _ item: DescribedItem, _ exchange: Digest) async throws
    -> LeafList
  {
    let file = blobs.partialPath(named: "\(Base64URL.encode(content.root.bytes)).leaves")
    let received = Mutex<[UInt8]>([])
    try await download("leaves", of: item, exchange, content.leafListLength, to: file) { _, bytes in
      received.withLock { $0.append(contentsOf: bytes) }
    }
    do {
      return try LeafList(bytes: received.withLock { $0 }, of: content)
    } catch {
      try? FileManager.default.removeItem(atPath: file)
      throw error
    }
  }

  private func download(
    _ what: String, of item: DescribedItem, _ exchange: Digest, _ length: Int, to file: String,
    _ piece: @escaping Download.Piece
  ) async throws {
    try await Download(Self.path(what, item, exchange), at: peer.line.address, length: length, to: file)
      .run(over: peer.line.transport, time: time, piece: piece)
  }

  private func ciphertext(_ locked: LockedData) -> String {
    blobs.partialPath(named: "\(Base64URL.encode(locked.root.bytes)).ciphertext")
  }

  static func path(_ what: String, _ item: DescribedItem, _ exchange: Digest) -> String {
    path(what, item.path, exchange)
  }

  static func path(_ what: String, _ place: String, _ exchange: Digest) -> String {
    "/exchanges/\(Base64URL.encode(exchange.bytes))/items/\(Base64URL.encode(Array(place.utf8)))/\(what)"
  }
}
