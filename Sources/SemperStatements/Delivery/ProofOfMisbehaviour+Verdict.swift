public import SemperCryptography
public import SemperModel

extension ProofOfMisbehaviour {
  /// Whether the proof convicts the seller: a pure function, the same at the buyer and at the arbiter.
  ///
  /// The caller has checked that the seller signed `content` and `locked` for this exchange, and that the opening
  /// derives from the secret that the seller's commitment hides. Costs one decryption and two paths. No proof whatever
  /// convicts a seller who sealed what it described, unless SHA-256 is broken.
  public func verdict(
    opening: ItemOpening, exchange: Digest, content: ContentRoot, locked: LockedData
  ) -> ProofVerdict {
    let layout = content.layout
    guard (try? locked.check(against: content)) != nil else { return .notProven(.lockDoesNotFit) }
    guard (0..<layout.chunks).contains(chunk) else { return .notProven(.noSuchChunk) }
    guard leadsToCipherRoot(locked, layout) else { return .notProven(.notInCiphertext) }
    guard leadsToContentRoot(content, layout) else { return .notProven(.notInContent) }
    guard sealed.count == layout.sealedLength(of: chunk) else { return .proven(.wrongLength) }
    let lock = ChunkLock(opening: opening, exchange: exchange, layout: layout)
    var salted = [UInt8](repeating: 0, count: ChunkLayout.saltSize + layout.length(of: chunk))
    let opens = sealed.withUnsafeBytes { sealed in
      salted.withUnsafeMutableBytes { lock.open(sealed, at: chunk, into: $0) }
    }
    guard opens else { return .proven(.doesNotOpen) }
    let opened = salted.withUnsafeBytes { ContentTree.leaf(chunk, salted: $0) }
    return opened == leaf ? .notProven(.chunkIsGood) : .proven(.notAsDescribed)
  }

  /// Whether the verdict is `proven`.
  public func holds(
    opening: ItemOpening, exchange: Digest, content: ContentRoot, locked: LockedData
  ) -> Bool {
    switch verdict(opening: opening, exchange: exchange, content: content, locked: locked) {
    case .proven: true
    case .notProven: false
    }
  }

  private func leadsToCipherRoot(_ locked: LockedData, _ layout: ChunkLayout) -> Bool {
    let leaf = sealed.withUnsafeBytes { ContentTree.cipherLeaf(chunk, sealed: $0) }
    return ContentTree.cipherNodes.root(from: leaf, at: chunk, of: layout.chunks, path: cipherPath)
      .map { ContentTree.cipherRoot(layout, over: $0) } == locked.root
  }

  private func leadsToContentRoot(_ content: ContentRoot, _ layout: ChunkLayout) -> Bool {
    ContentTree.contentNodes.root(from: leaf, at: chunk, of: layout.chunks, path: contentPath)
      .map { ContentTree.root(layout, over: $0) } == content.root
  }
}
