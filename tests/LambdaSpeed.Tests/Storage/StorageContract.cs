using LambdaSpeed.Storage;
using Xunit;

namespace LambdaSpeed.Tests.Storage;

/// <summary>What every storage does, the real one and the simulated one.</summary>
public abstract class StorageContract
{
    private IStorage? _storage; // opened by the first use in a test

    private IStorage Storage => _storage ??= OpenStorage();

    private protected abstract IStorage OpenStorage();

    [Fact]
    public void Create_GivesAnEmptyFile_ThatIsListed()
    {
        using var file = Storage.Create("b");
        using var other = Storage.Create("a");

        Assert.Equal(0, file.Length);
        Assert.Equal(["a", "b"], Storage.List());
    }

    [Fact]
    public void Create_WhereTheNameIsTaken_Fails()
    {
        Write("a", [1]);

        Assert.ThrowsAny<IOException>(() => Storage.Create("a"));
        Assert.Equal([1], Read("a"));
    }

    [Fact]
    public void Open_WithoutTheFile_SaysSo()
    {
        Assert.Throws<FileNotFoundException>(() => Storage.Open("a"));
        Assert.Throws<FileNotFoundException>(() => Storage.OpenRead("a"));
        Assert.Throws<FileNotFoundException>(() => Storage.Rename("a", "b"));
    }

    [Fact]
    public void Write_BehindTheEnd_LeavesZerosBetween()
    {
        using var file = Storage.Create("a");
        file.Write(2, [1, 2]);

        Assert.Equal(4, file.Length);
        Assert.Equal([0, 0, 1, 2], Read("a"));
    }

    [Fact]
    public void Read_AtTheEnd_IsShort()
    {
        Write("a", [1, 2, 3]);
        using var file = Storage.OpenRead("a");

        Assert.Equal(1, file.Read(2, new byte[4]));
        Assert.Equal(0, file.Read(3, new byte[4]));
        Assert.Equal(0, file.Read(100, new byte[4]));
    }

    [Fact]
    public void Read_BesideTheWriter_SeesWhatWasWritten()
    {
        using var writer = Storage.Create("a");
        using var reader = Storage.OpenRead("a");
        writer.Write(0, [7]);

        var bytes = new byte[1];
        Assert.Equal(1, reader.Read(0, bytes));
        Assert.Equal(7, bytes[0]);
    }

    [Fact]
    public void SetLength_CutsAndFillsWithZeros()
    {
        Write("a", [1, 2, 3]);
        using var file = Storage.Open("a");
        file.SetLength(1);
        file.SetLength(3);

        Assert.Equal([1, 0, 0], Read("a"));
    }

    [Fact]
    public void Sync_KeepsWhatWasWritten()
    {
        using var file = Storage.Create("a");
        file.Write(0, [1]);
        file.Sync();
        Storage.SyncNames();

        Assert.Equal([1], Read("a"));
    }

    [Fact]
    public void Rename_TakesThePlaceOfAnother()
    {
        Write("a", [1]);
        Write("b", [2]);

        Storage.Rename("a", "b");

        Assert.Equal(["b"], Storage.List());
        Assert.Equal([1], Read("b"));
    }

    [Fact]
    public void Delete_LeavesOpenHandlesReadable()
    {
        Write("a", [1]);
        using var file = Storage.OpenRead("a");

        Storage.Delete("a");

        Assert.Empty(Storage.List());
        Assert.Equal(1, file.Read(0, new byte[4]));
    }

    [Fact]
    public void Delete_WithoutTheFile_IsNoFailure() => Storage.Delete("a");

    [Fact]
    public void Directory_IsMadeOnce_AndHasNamesOfItsOwn()
    {
        Storage.Directory("d").Create("a").Dispose();

        Assert.Equal(["d"], Storage.ListDirectories());
        Assert.Empty(Storage.List());
        Assert.Equal(["a"], Storage.Directory("d").List());
    }

    [Fact]
    public void Lock_HasOneOwner_UntilItIsDisposed()
    {
        var first = Storage.Lock("lock");
        Assert.Contains("has one writer", Assert.Throws<StorageLockedException>(() => Storage.Lock("lock")).Message);

        first.Dispose();

        Storage.Lock("lock").Dispose();
    }

    private void Write(string name, byte[] bytes)
    {
        using var file = Storage.Create(name);
        file.Write(0, bytes);
    }

    private byte[] Read(string name)
    {
        using var file = Storage.OpenRead(name);
        var bytes = new byte[file.Length];
        Assert.Equal(bytes.Length, file.Read(0, bytes));
        return bytes;
    }
}
