using System.Text;
using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <summary>The headers of a record, read where they lie: <c>foreach (var header in record.Headers)</c>.</summary>
public readonly ref struct LogHeaders
{
    private readonly ReadOnlySpan<byte> _encoded;

    internal LogHeaders(ReadOnlySpan<byte> encoded) => _encoded = encoded;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _encoded.IsEmpty;

    /// <summary>The value of the first header with a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value, valid as long as the record is; empty when there is no such header.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, out ReadOnlySpan<byte> value)
    {
        foreach (var header in this)
        {
            if (header.Name != name) continue;
            value = header.Value;
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>The headers as objects of their own, for keeping.</summary>
    public LogHeader[] ToArray()
    {
        var headers = new List<LogHeader>();
        foreach (var header in this) headers.Add(new LogHeader(header.Name, header.Value.ToArray()));
        return [.. headers];
    }

    /// <summary>Begins the enumeration.</summary>
    public Enumerator GetEnumerator() => new(_encoded);

    /// <summary>One header of a record.</summary>
    public readonly ref struct Header
    {
        private readonly ReadOnlySpan<byte> _name;

        internal Header(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        {
            _name = name;
            Value = value;
        }

        /// <summary>The name; made anew by each call.</summary>
        public string Name => Encoding.UTF8.GetString(_name);

        /// <summary>The value, valid as long as the record is.</summary>
        public ReadOnlySpan<byte> Value { get; }
    }

    /// <summary>Walks over the headers of a record.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> _encoded;
        private int _at; // where the next header begins

        internal Enumerator(ReadOnlySpan<byte> encoded) => _encoded = encoded;

        /// <summary>The header that was moved to.</summary>
        public Header Current { get; private set; }

        /// <summary>Moves to the next header.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext()
        {
            if (!HeadersFormat.TryRead(_encoded, ref _at, out var name, out var value)) return false;

            Current = new Header(name, value);
            return true;
        }
    }
}
