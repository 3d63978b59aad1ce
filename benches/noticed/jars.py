"""The jars of the wrong programs (tests/ui/files.rs), made without a compiler of Java: class files
whose methods do nothing."""

import struct
import zipfile

PUBLIC, PRIVATE, STATIC = 0x0001, 0x0002, 0x0008
ARGUMENTS = "([Ljava/lang/String;)V"
MAIN = [(PUBLIC | STATIC, "main", ARGUMENTS)]


def class_file(name, methods=MAIN, access=PUBLIC, java=17):
    """The bytes of a class."""
    pool = []

    def constant(value):
        if value not in pool:
            pool.append(value)
        return pool.index(value) + 1

    def text(value):
        value = value.encode()
        return constant(struct.pack(">BH", 1, len(value)) + value)

    def a_class(value):
        return constant(struct.pack(">BH", 7, text(value.replace(".", "/"))))

    # A class's own access has the bit 0x20 in every class since Java 1.1.
    head = struct.pack(">HHHHH", access | 0x20, a_class(name), a_class("java.lang.Object"), 0, 0)
    body = struct.pack(">H", len(methods))
    for flags, method, types in methods:
        # One instruction, `return`, on an empty stack with room for this and the arguments.
        code = struct.pack(">HHI", 0, 2, 1) + b"\xb1" + struct.pack(">HH", 0, 0)
        body += struct.pack(">HHHH", flags, text(method), text(types), 1)
        body += struct.pack(">HI", text("Code"), len(code)) + code
    body += struct.pack(">H", 0)
    magic = struct.pack(">IHHH", 0xCAFEBABE, 0, java + 44, len(pool) + 1)
    return magic + b"".join(pool) + head + body


def jar(path, *classes, main_class=None):
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        manifest = "Manifest-Version: 1.0\r\n"
        if main_class:
            manifest += f"Main-Class: {main_class}\r\n"
        archive.writestr("META-INF/MANIFEST.MF", manifest)
        for name, options in classes:
            archive.writestr(name.replace(".", "/") + ".class", class_file(name, **options))


def lay_out(folder):
    main = ("org.example.Main", {})
    jar(folder / "job.jar", main, main_class="org.example.Main")
    for name in ("a.jar", "lib/a.jar", "lib/b.jar"):
        jar(folder / name)
    jar(folder / "no-main-class.jar", main)
    jar(folder / "other-main-class.jar", main, main_class="org.example.Old")
    jar(folder / "java-21.jar", ("org.example.Main", {"java": 21}))
    jar(
        folder / "classes.jar",
        main,
        ("org.example.Instance", {"methods": [(PUBLIC, "main", ARGUMENTS)]}),
        ("org.example.Private", {"methods": [(PRIVATE | STATIC, "main", ARGUMENTS)]}),
        ("org.example.NoArguments", {"methods": [(PUBLIC | STATIC, "main", "()V")]}),
        ("org.example.Library", {"methods": [(PUBLIC | STATIC, "clean", "()V")]}),
        ("org.example.Job", {}),
        ("org.example.Job$", {"methods": [(PUBLIC, "main", ARGUMENTS)]}),
        ("org.example.Hidden", {"access": 0}),
    )
    (folder / "page.jar").write_text("<html><title>404 Not Found</title></html>\n")
    (folder / "pointer.jar").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n")
