/// SCARD_READERSTATE: the reader's name, user data, known state, new state, length of the answer to reset and 33 bytes of it.
struct PCSCReaderState {
  private static let size = 80
  private static let unknown: UInt = 0x4
  private static let present: UInt = 0x20

  private var known: UInt = 0

  var isUnknown: Bool { known & Self.unknown != 0 }
  var isPresent: Bool { known & Self.present != 0 }

  /// Returns when the reader's state is another than the known one, which is at once for the first time.
  mutating func await(_ library: PCSCLibrary, _ context: Int, reader: String, milliseconds: UInt) -> Int {
    reader.withCString { name in
      withUnsafeTemporaryAllocation(byteCount: Self.size, alignment: 8) { memory in
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        memory.storeBytes(of: UInt(bitPattern: name), as: UInt.self)
        memory.storeBytes(of: known, toByteOffset: 16, as: UInt.self)
        guard let address = memory.baseAddress else { return Int(PCSCStatus.timedOut) }
        let result = library.statusChange(context, milliseconds, address, 1)
        // What changed stands beside what is; only the latter is given back as known.
        known = memory.load(fromByteOffset: 24, as: UInt.self) & ~0x2
        return result
      }
    }
  }
}
