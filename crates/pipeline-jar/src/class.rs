//! A class file, as far as starting a program asks for it.

use noak::AccessFlags;
use noak::error::DecodeError;
use noak::reader::cpool::{self, ConstantPool};
use noak::reader::{self};

/// A class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Its name: `org.example.Main`.
    pub name: String,
    /// The name of its superclass; only `java.lang.Object` has none.
    pub superclass: Option<String>,
    /// The names of the interfaces that it names itself.
    pub interfaces: Vec<String>,
    /// Whether others than its own package may use it.
    pub is_public: bool,
    /// Whether it is an interface.
    pub is_interface: bool,
    /// The major version of the class file: 61 is Java 17.
    pub major: u16,
    /// Its own methods that are called `main`.
    pub mains: Vec<Method>,
}

/// A method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// Its types, as the JVM writes them: `([Ljava/lang/String;)V`.
    pub descriptor: String,
    /// Whether anybody may call it.
    pub is_public: bool,
    /// Whether it belongs to the class and to no object.
    pub is_static: bool,
}

impl Class {
    /// Reads a class file.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(bytes: &[u8]) -> Result<Self, DecodeError> {
        let class = reader::Class::new(bytes)?;
        let pool = class.pool();
        let flags = class.access_flags();
        let superclass = class.super_class().map(|index| name(pool, index));
        let interfaces = class.interfaces();
        let interfaces = interfaces.into_iter().map(|index| name(pool, index?));
        let mut mains = Vec::new();
        for method in class.methods() {
            let method = method?;
            if pool.retrieve(method.name())?.to_str() == Some("main") {
                let flags = method.access_flags();
                mains.push(Method {
                    descriptor: pool.retrieve(method.descriptor())?.display().to_string(),
                    is_public: flags.contains(AccessFlags::PUBLIC),
                    is_static: flags.contains(AccessFlags::STATIC),
                });
            }
        }
        Ok(Self {
            name: name(pool, class.this_class())?,
            superclass: superclass.transpose()?,
            interfaces: interfaces.collect::<Result<_, _>>()?,
            is_public: flags.contains(AccessFlags::PUBLIC),
            is_interface: flags.contains(AccessFlags::INTERFACE),
            major: class.version().major,
            mains,
        })
    }

    /// The Java that it needs at least: 17.
    #[must_use]
    pub const fn java(&self) -> u16 {
        java_of(self.major)
    }
}

impl Method {
    /// Whether it takes what a program is started with: `String[]` alone.
    #[must_use]
    pub fn takes_arguments(&self) -> bool {
        self.descriptor.starts_with("([Ljava/lang/String;)")
    }
}

/// The Java of a class file's major version: 61 is Java 17.
#[must_use]
pub const fn java_of(major: u16) -> u16 {
    major.saturating_sub(44)
}

fn name(
    pool: &ConstantPool<'_>,
    index: cpool::Index<cpool::Class<'_>>,
) -> Result<String, DecodeError> {
    let name = pool.retrieve(index)?.name.display().to_string();
    Ok(name.replace('/', "."))
}
