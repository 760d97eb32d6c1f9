namespace LambdaSpeed.Sketches.Counts;

/// <summary>The seeds of the rows of a Count-Min sketch, drawn as the libraries draw them.</summary>
internal static class HashSeeds
{
    public static ulong[] Draw(CountMinDialect dialect, int count, ulong seed)
    {
        var seeds = new ulong[count];
        if (dialect == CountMinDialect.Java)
        {
            var state = ((long)seed ^ 0x5DEECE66D) & ((1L << 48) - 1);
            for (var i = 0; i < count; i++) seeds[i] = (ulong)NextOfJava(ref state);
        }
        else
        {
            var state = seed % MinStandard.Modulus;
            var generator = new MinStandard(state == 0 ? 1 : state);
            for (var i = 0; i < count; i++) seeds[i] = generator.Next(ulong.MaxValue) + seed;
        }

        return seeds;
    }

    /// <summary>The next long of java.util.Random: two draws of 32 bits of a linear generator.</summary>
    private static long NextOfJava(ref long state)
    {
        var high = NextBits(ref state);
        return ((long)high << 32) + NextBits(ref state);
    }

    private static int NextBits(ref long state)
    {
        state = ((state * 0x5DEECE66D) + 0xB) & ((1L << 48) - 1);
        return (int)(state >> 16);
    }

    /// <summary>C++'s minstd_rand0 with a uniform distribution as GCC has it: digits of a draw's range put together, drawn again while the
    /// result is out of range.</summary>
    private struct MinStandard(ulong state)
    {
        public const ulong Modulus = 2147483647;

        private const ulong Range = Modulus - 2; // a draw is 1 to Modulus - 1

        private ulong _state = state; // the last draw

        public ulong Next(ulong most)
        {
            if (most == Range) return Draw();
            return most < Range ? NextOfFew(most) : NextOfMany(most);
        }

        private ulong Draw()
        {
            _state = _state * 16807 % Modulus;
            return _state - 1;
        }

        private ulong NextOfFew(ulong most)
        {
            var share = Range / (most + 1);
            var end = (most + 1) * share;
            ulong draw;
            do draw = Draw();
            while (draw >= end);
            return draw / share;
        }

        private ulong NextOfMany(ulong most)
        {
            const ulong digit = Range + 1;
            while (true)
            {
                var high = digit * Next(most / digit);
                var drawn = unchecked(high + Draw());
                if (drawn <= most && drawn >= high) return drawn;
            }
        }
    }
}
