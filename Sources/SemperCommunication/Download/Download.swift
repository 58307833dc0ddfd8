public import SemperEngine
public import SemperModel

/// Something long of known length, fetched into a file over as many connections, attempts and process lives as it
/// takes.
///
/// The file's length says how far it got; a run goes on from there. Every byte passes the `piece` hook once and in
/// order, those that were in the file already included, so that a hasher fed by it has seen the whole. When a server
/// ignores the range, its answer is read from the start and what is already there is passed over.
///
/// Whether the bytes are the right ones only a digest can say. When it does not match, remove the file and run again.
public struct Download: Sendable {
  public typealias Piece = @Sendable (_ offset: Int, _ bytes: ArraySlice<UInt8>) async throws -> Void

  public let path: String
  public let query: [String: String]
  public let address: Address
  public let length: Int
  public let file: String
  /// How long to wait for each piece.
  public var patience = Span(seconds: 30)
  /// Attempts in a row that bring nothing before giving up.
  public var fruitlessAttempts = 8
  /// Pauses between them, the first one after a fruitless attempt.
  public var pauses = RetryPolicy()

  public init(_ path: String, query: [String: String] = [:], at address: Address, length: Int, to file: String) {
    precondition(length >= 0)
    self.path = path
    self.query = query
    self.address = address
    self.length = length
    self.file = file
  }

  /// Returns when all bytes are in the file and will survive a power cut.
  ///
  /// - Parameters:
  ///   - progress: gets the number of bytes in the file, after each piece.
  ///   - piece: gets the bytes; what it throws ends the download.
  /// - Throws: `DownloadError`; a `Refusal` of the server for good; `CancellationError`; what the hook throws.
  public func run(
    over transport: any Transport, time: any TimeSource, progress: @escaping @Sendable (Int) -> Void = { _ in },
    piece: @escaping Piece = { _, _ in }
  ) async throws {
    let file = try PartialFile(path: file)
    var cursor = try await replay(file, piece)
    progress(cursor)
    var fruitless = 0
    while cursor < length {
      try Task.checkCancellation()
      let before = cursor
      let attempt = DownloadAttempt(self, file, from: cursor)
      do {
        try await attempt.run(over: transport, progress: progress, piece: piece)
        cursor = attempt.cursor
      } catch let error as TransportError {
        cursor = attempt.cursor
        try Self.requirePassing(error)
      } catch let refusal as Refusal where refusal.code.isPassing && attempt.refused {
        cursor = attempt.cursor
      }
      fruitless = cursor > before ? 0 : fruitless + 1
      guard fruitless < fruitlessAttempts else {
        throw DownloadError(
          .gaveUp, "\(address) brought nothing in \(fruitless) attempts; \(cursor) of \(length) bytes are kept")
      }
      if fruitless > 0 { try await time.wait(until: time.now().advanced(by: pause(after: fruitless))) }
    }
    try file.synchronize()
  }

  private func replay(_ file: PartialFile, _ piece: Piece) async throws -> Int {
    if try file.length > length { try file.truncate(to: 0) }
    var cursor = 0
    while true {
      let bytes = try file.read(at: cursor, upTo: 1 << 20)
      guard !bytes.isEmpty else { return cursor }
      try await piece(cursor, bytes[...])
      cursor += bytes.count
    }
  }

  private func pause(after fruitless: Int) -> Span {
    Span(seconds: min(pauses.first.seconds << min(fruitless - 1, 20), pauses.longest.seconds))
  }

  private static func requirePassing(_ error: TransportError) throws {
    switch error.code {
    case .unreachable, .timedOut, .interrupted: return
    case .tooLarge, .malformed: throw error
    }
  }
}
