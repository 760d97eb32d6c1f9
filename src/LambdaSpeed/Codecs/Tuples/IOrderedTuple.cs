using System.Buffers;

namespace LambdaSpeed.Codecs.Tuples;

/// <summary>A codec of tuples that can write how all tuples of one first item begin in the ordered form.</summary>
internal interface IOrderedTuple<T1>
{
    void WriteOrderedFirst(IBufferWriter<byte> destination, T1 first);
}
