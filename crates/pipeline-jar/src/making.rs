//! Jars for tests, made without a compiler of Java: class files that have names and methods but
//! no code, in archives. Behind the feature `making`.

#![allow(clippy::expect_used, clippy::missing_panics_doc)]

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

/// Public, for anybody.
pub const PUBLIC: u16 = 0x0001;
/// Of its own class alone.
pub const PRIVATE: u16 = 0x0002;
/// Of the class, not of an object.
pub const STATIC: u16 = 0x0008;
/// The types of a `main` that a program is started with.
pub const ARGUMENTS: &str = "([Ljava/lang/String;)V";

/// A class file to be.
pub struct ClassFile<'a> {
    /// Its name, with dots.
    pub name: &'a str,
    /// The name of its superclass, with dots.
    pub superclass: &'a str,
    /// The names of its interfaces, with dots.
    pub interfaces: &'a [&'a str],
    /// Its own access.
    pub access: u16,
    /// The Java that it is for.
    pub java: u16,
    /// Its methods: access, name and types.
    pub methods: &'a [(u16, &'a str, &'a str)],
}

/// A class that a program is started with.
pub const MAIN: ClassFile<'static> = ClassFile {
    name: "org.example.Main",
    superclass: "java.lang.Object",
    interfaces: &[],
    access: PUBLIC,
    java: 17,
    methods: &[(PUBLIC | STATIC, "main", ARGUMENTS)],
};

/// The constants of a class file, each once.
#[derive(Default)]
struct Pool {
    bytes: Vec<u8>,
    known: HashMap<Vec<u8>, u16>,
}

impl Pool {
    fn add(&mut self, constant: Vec<u8>) -> u16 {
        if let Some(index) = self.known.get(&constant) {
            return *index;
        }
        self.bytes.extend(&constant);
        let index = u16::try_from(self.known.len() + 1).expect("few constants");
        self.known.insert(constant, index);
        index
    }

    fn text(&mut self, text: &str) -> u16 {
        let length = u16::try_from(text.len()).expect("a short text");
        let mut constant = vec![1];
        constant.extend(length.to_be_bytes());
        constant.extend(text.as_bytes());
        self.add(constant)
    }

    fn class(&mut self, name: &str) -> u16 {
        let name = self.text(&name.replace('.', "/"));
        let mut constant = vec![7];
        constant.extend(name.to_be_bytes());
        self.add(constant)
    }
}

impl ClassFile<'_> {
    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut pool = Pool::default();
        // ACC_SUPER, which every compiler sets.
        let mut numbers = vec![self.access | 0x0020];
        numbers.push(pool.class(self.name));
        numbers.push(pool.class(self.superclass));
        numbers.push(u16::try_from(self.interfaces.len()).expect("few interfaces"));
        numbers.extend(self.interfaces.iter().map(|name| pool.class(name)));
        // No fields.
        numbers.push(0);
        numbers.push(u16::try_from(self.methods.len()).expect("few methods"));
        for (access, name, types) in self.methods {
            numbers.extend([*access, pool.text(name), pool.text(types), 0]);
        }
        // No attributes.
        numbers.push(0);
        let count = u16::try_from(pool.known.len() + 1).expect("few constants");
        let mut bytes = 0xCAFE_BABE_u32.to_be_bytes().to_vec();
        for number in [0, self.java + 44, count] {
            bytes.extend(number.to_be_bytes());
        }
        bytes.extend(pool.bytes);
        bytes.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
        bytes
    }

    /// Its place in a jar.
    pub fn path(&self) -> String {
        format!("{}.class", self.name.replace('.', "/"))
    }

    /// Its place in a jar and its bytes.
    pub fn entry(&self) -> (String, Vec<u8>) {
        (self.path(), self.bytes())
    }
}

/// A manifest with these lines.
pub fn manifest(lines: &str) -> (String, Vec<u8>) {
    let text = format!("Manifest-Version: 1.0\r\n{lines}\r\n");
    ("META-INF/MANIFEST.MF".to_owned(), text.into_bytes())
}

/// Writes a jar with these entries.
pub fn write(path: &Path, entries: &[(String, Vec<u8>)]) {
    let mut file = File::create(path).expect("the jar");
    let mut archive = rawzip::ZipArchiveWriter::new(&mut file);
    for (name, bytes) in entries {
        let new = archive.new_file(name);
        let new = new.compression_method(rawzip::CompressionMethod::DEFLATE);
        let (mut entry, config) = new.start().expect("an entry");
        let packed = miniz_oxide::deflate::compress_to_vec(bytes, 6);
        std::io::Write::write_all(&mut entry, &packed).expect("the packed bytes");
        // What is written are packed bytes; what is counted are those that they stand for.
        let mut counted = config.wrap(std::io::sink());
        std::io::Write::write_all(&mut counted, bytes).expect("the bytes");
        let (_, descriptor) = counted.finish().expect("the count");
        let _ = entry.finish(descriptor).expect("the entry");
    }
    let _ = archive.finish().expect("the archive");
}
