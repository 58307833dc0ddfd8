public import SemperCryptography
public import SemperModel

/// A buyer's delivery, ready to be opened: what was described, what the seller locked, and the opening.
public struct ContentOpener: Sendable {
  private let content: ContentDescription
  private let leaves: LeafList
  private let locked: LockedData
  private let exchange: Digest
  private let opening: ItemOpening

  private var layout: ChunkLayout { content.layout }
  private var lock: ChunkLock { ChunkLock(opening: opening, exchange: exchange, layout: layout) }

  /// Refuses with `lockInvalid` a lock that does not fit the content, and with `goodsInvalid` a leaf list of another
  /// one.
  public init(
    content: ContentDescription, leaves: LeafList, locked: LockedData, exchange: Digest, opening: ItemOpening
  ) throws(Refusal) {
    try locked.check(against: content.summary)
    guard leaves.count == content.layout.chunks, leaves.root(content.layout) == content.root else {
      throw Refusal(.goodsInvalid, blame: .us, "the leaf list is not that of the content")
    }
    self.content = content
    self.leaves = leaves
    self.locked = locked
    self.exchange = exchange
    self.opening = opening
  }

  /// Opens the checked ciphertext on several cores and writes the files under a directory, which appears complete or
  /// not at all.
  ///
  /// May be repeated after a crash: it then starts over, and finding the directory complete it writes nothing. Throws
  /// `StatementsError`: `targetOccupied` when the directory holds something else, `damagedDelivery` when the file is
  /// not the ciphertext that was checked.
  ///
  /// - Parameters:
  ///   - progress: of opening and writing.
  ///   - proving: of the proof, which reads the whole ciphertext once more when a chunk is not as described.
  public func open(
    _ ciphertext: String, into directory: String, workers: Int? = nil, progress: ContentProgress.Handler? = nil,
    proving: ContentProgress.Handler? = nil
  ) async throws -> OpenedContent {
    let workers = workers ?? ChunkWork.allCores
    let target = TargetDirectory(directory, manifest: content.manifest)
    let bad: Int?
    if target.exists {
      bad = try await put(ciphertext, workers, progress) { TargetFiles(comparing: target) }
    } else {
      do {
        try target.beginWriting()
        bad = try await put(ciphertext, workers, progress) { TargetFiles(writing: target) }
        if bad == nil { try target.finishWriting() } else { try target.giveUp() }
      } catch {
        // What was opened so far is of no use to anybody; the first error is the one to be told.
        try? target.giveUp()
        throw error
      }
    }
    guard let bad else { return .written(directory: directory) }
    return .misbehaviour(try await proof(of: bad, in: ciphertext, workers, proving))
  }

  /// Opens all chunks and puts them where each worker is told to; returns the first that is not as described.
  private func put(
    _ ciphertext: String, _ workers: Int, _ progress: ContentProgress.Handler?,
    into target: @escaping @Sendable () -> TargetFiles
  ) async throws -> Int? {
    let work = ChunkWork(over: layout, workers: workers, progress: progress)
    return try await work.run { range, work in
      let opener = try ChunkOpener(ciphertext, layout: layout, leaves: leaves, lock: lock)
      var files = target()
      for chunk in range {
        guard let plain = try opener.open(chunk) else { return Int?(chunk) }
        try files.put(plain, at: layout.offset(of: chunk))
        try await work.finished(chunk)
      }
      return nil
    }.compactMap(\.self).first
  }

  /// The proof for a chunk that did not open as described. It needs the whole ciphertext once more, for the path to ζ.
  private func proof(
    of chunk: Int, in ciphertext: String, _ workers: Int, _ progress: ContentProgress.Handler?
  ) async throws -> ProofOfMisbehaviour {
    let work = ChunkWork(over: layout, workers: workers, progress: progress)
    let stripes = try await work.run { range, work in
      let opener = try ChunkOpener(ciphertext, layout: layout, leaves: leaves, lock: lock)
      var digests = [Digest]()
      digests.reserveCapacity(range.count)
      for chunk in range {
        digests.append(ContentTree.cipherLeaf(chunk, sealed: try opener.read(chunk)))
        try await work.finished(chunk)
      }
      return digests
    }
    let opener = try ChunkOpener(ciphertext, layout: layout, leaves: leaves, lock: lock)
    let proof = ProofOfMisbehaviour(
      chunk: chunk, sealed: Array(try opener.read(chunk)),
      cipherPath: ContentTree.cipherNodes.path(to: chunk, in: Array(stripes.joined())),
      leaf: leaves[chunk], contentPath: leaves.path(to: chunk))
    guard proof.holds(opening: opening, exchange: exchange, content: content.summary, locked: locked) else {
      throw StatementsError(
        .damagedDelivery, "\(ciphertext) has changed since it was checked (chunk \(chunk)): load it again")
    }
    return proof
  }
}
