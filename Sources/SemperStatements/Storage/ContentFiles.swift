/// The files of a content on disk, read and written as if they were one.
struct ContentFiles: ~Copyable, Sendable {
  private let directory: String
  private let files: [ContentFile]
  /// Where each file begins in the content.
  private let starts: [Int64]
  private let mode: OpenFile.Mode
  private var index = 0
  private var current: OpenFile?

  init(of manifest: ContentManifest, in directory: String, _ mode: OpenFile.Mode) {
    self.directory = directory
    self.mode = mode
    files = manifest.files
    var start: Int64 = 0
    starts = manifest.files.map { file in
      defer { start += file.length }
      return start
    }
  }

  static func path(of file: ContentFile, in directory: String) -> String { directory + "/" + file.path.text }

  /// Fills the buffer from an offset of the content; throws `contentChanged` when a file has become shorter.
  mutating func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(StatementsError) {
    var done = 0
    while done < buffer.count {
      let place = try seek(offset + Int64(done))
      let part = UnsafeMutableRawBufferPointer(
        rebasing: buffer[done..<min(buffer.count, done + place.room)])
      guard try current?.read(at: place.offset, into: part) == part.count else {
        throw StatementsError(
          .contentChanged, "\(files[index].path) is shorter than described: prepare the content again")
      }
      done += part.count
    }
  }

  mutating func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(StatementsError) {
    var done = 0
    while done < bytes.count {
      let place = try seek(offset + Int64(done))
      let part = UnsafeRawBufferPointer(rebasing: bytes[done..<min(bytes.count, done + place.room)])
      try current?.write(part, at: place.offset)
      done += part.count
    }
  }

  /// Opens the file that holds an offset, and says where in it that is and how many bytes follow in it.
  private mutating func seek(_ offset: Int64) throws(StatementsError) -> (offset: Int64, room: Int) {
    if current == nil || !holds(index, offset) {
      // The last file that begins at or before the offset and is not empty.
      var low = 0
      var high = files.count
      while high - low > 1 {
        let middle = (low + high) / 2
        if starts[middle] <= offset { low = middle } else { high = middle }
      }
      precondition(holds(low, offset), "the offset lies in the content")
      index = low
      current = try OpenFile(Self.path(of: files[low], in: directory), mode)
    }
    let inside = offset - starts[index]
    return (inside, Int(files[index].length - inside))
  }

  private func holds(_ index: Int, _ offset: Int64) -> Bool {
    offset >= starts[index] && offset - starts[index] < files[index].length
  }
}
