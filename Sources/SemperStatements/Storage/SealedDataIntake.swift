public import SemperArchive
public import SemperModel

/// Takes ciphertexts in piece by piece, in memory that does not grow with them, and makes each a blob under its root ζ
/// once it is complete and leads to ζ.
///
/// What has arrived lies in a partial file, one for each source, so that two sources of the same ciphertext cannot spoil
/// each other's. Its length says how far it is: after a restart it goes on there, and every byte that is there is hashed
/// again. Whatever happens in between, there is either the whole ciphertext under ζ or nothing.
public actor SealedDataIntake {
  /// Uploads whose hash state is in memory; the others are hashed again from the disk when they go on.
  private static let mostOpen = 64

  private let blobs: any BlobStore
  private let files: SealedDataFiles
  private var open: [String: SealedDataUpload] = [:]
  private var busy: Set<String> = []

  public init(_ blobs: any BlobStore) {
    self.blobs = blobs
    files = SealedDataFiles(blobs)
  }

  /// How many bytes of the ciphertext are here from this source; all of them when it is here whole.
  public func received(of locked: LockedData, from source: Digest) async throws -> Int64 {
    if try await files.holds(locked) { return locked.length }
    guard let file = try? OpenFile(path(locked, source), .read) else { return 0 }
    let length = try file.length
    return length > locked.length ? 0 : length
  }

  /// The next bytes, and how many are here with them. A piece that does not begin where the upload stands, or before,
  /// changes nothing: go on at the number returned. What has been sent before is passed over.
  ///
  /// Refuses with `goodsInvalid` a whole ciphertext that does not lead to ζ, of which nothing is kept; with `tooLarge`
  /// more than there should be; with `lockInvalid` sizes that no ciphertext has; with `overloaded` a piece that comes
  /// while another of the same upload is being taken in.
  @discardableResult
  public func receive(
    _ piece: [UInt8], at offset: Int64, of locked: LockedData, from source: Digest
  ) async throws -> Int64 {
    guard offset >= 0, offset <= locked.length, Int64(piece.count) <= locked.length - offset else {
      throw Refusal(.tooLarge, blame: .peer, "the ciphertext is longer than the \(locked.length) bytes agreed")
    }
    if try await files.holds(locked) { return locked.length }
    let path = path(locked, source)
    guard busy.insert(path).inserted else {
      throw Refusal(.overloaded, blame: .peer, "another piece of this upload is being taken in; send one after another")
    }
    defer { busy.remove(path) }
    do {
      return try await take(piece, at: offset, of: locked, path)
    } catch {
      open[path] = nil
      throw error
    }
  }

  private func take(_ piece: [UInt8], at offset: Int64, of locked: LockedData, _ path: String) async throws -> Int64 {
    let upload: SealedDataUpload
    if let known = open[path] { upload = known } else { upload = try await resume(locked, path) }
    let received = upload.delivery.received
    if offset <= received, offset + Int64(piece.count) > received {
      try upload.delivery.append(Array(piece.dropFirst(Int(received - offset))))
    }
    guard upload.delivery.isComplete else { return upload.delivery.received }
    open[path] = nil
    do {
      try upload.delivery.finish()
    } catch is Refusal {
      try OpenFile.remove(path)
      throw Refusal(
        .goodsInvalid, blame: .peer, "these \(locked.length) bytes are not the ciphertext that was signed: send it anew"
      )
    }
    try blobs.keep(partial: path, as: locked.root)
    return locked.length
  }

  /// Hashes what is there already.
  private func resume(_ locked: LockedData, _ path: String) async throws -> SealedDataUpload {
    let upload = SealedDataUpload(try await PartialDelivery(at: path, locked: locked))
    if open.count >= Self.mostOpen, let other = open.keys.first(where: { !busy.contains($0) }) { open[other] = nil }
    open[path] = upload
    return upload
  }

  private func path(_ locked: LockedData, _ source: Digest) -> String { files.partialPath(locked, from: source) }
}
