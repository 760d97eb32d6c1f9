using System.Buffers;

namespace LambdaSpeed.State;

/// <summary>Stores a value of keyed state as its own codec does. A slot without a value is never written: it is a removal.</summary>
internal sealed class StateSlotCodec<T>(ICodec<T> value) : ICodec<StateSlot<T>>
{
    public string Schema => value.Schema;

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, StateSlot<T> slot) => value.Write(destination, slot.Value!);

    public StateSlot<T> Read(ref ReadOnlySpan<byte> source) => new(true, value.Read(ref source));

    public ulong Hash(StateSlot<T> slot) => value.Hash(slot.Value!);
}
