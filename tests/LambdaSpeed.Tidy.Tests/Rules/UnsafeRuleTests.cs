using Xunit;

namespace LambdaSpeed.Tidy.Tests.Rules;

public sealed class UnsafeRuleTests
{
    [Fact]
    public void UnsafeCode_Offends() =>
        UnsafeRule.Check(Snippet.InRoom("Edges", "Chunk", "sealed unsafe class Chunk;")).ShouldOffend(2, "alone");

    [Fact]
    public void UnsafeCode_InItsPlace_IsFine() =>
        Assert.Empty(UnsafeRule.Check(Snippet.InRoom("State", "CacheLine", "static unsafe class CacheLine;")));

    [Fact]
    public void TheClassUnsafe_IsFine() =>
        Assert.Empty(UnsafeRule.Check(Snippet.InRoom("Edges", "Chunk", "sealed class Chunk { int Size => Unsafe.SizeOf<int>(); }")));
}
