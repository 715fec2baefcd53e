/** A ZIP archive of a few files (PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16), byte for byte the same for the same files. */
import { crc32, deflateRawSync } from 'node:zlib'

/** 1 January 1980, the earliest there is: an archive says nothing of when it was made. */
const date = 0x21
const deflated = 8
const version = 20

/** @param files by name; names in ASCII */
export function zip(files: Readonly<Record<string, Buffer>>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const data = deflateRawSync(content)
    const path = Buffer.from(name, 'ascii')
    const common = Buffer.alloc(26)
    common.writeUInt16LE(version, 0)
    common.writeUInt16LE(deflated, 4)
    common.writeUInt16LE(date, 8)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(path.length, 22)
    const made = Buffer.alloc(2)
    made.writeUInt16LE(version)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02'), made, common, rest, path)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, path, data])
    parts.push(local)
    offset += local.length
  }
  const index = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  const count = Object.keys(files).length
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(index.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, index, end])
}
