using LambdaSpeed.PostgreSql;
using Xunit;

namespace LambdaSpeed.Satellites.Tests.Layouts;

/// <summary>What <c>jsonb</c> cannot hold is written another way, and nothing else is touched.</summary>
public sealed class JsonTextTests
{
    [Theory]
    [InlineData("""{"\u0000":["a\u0000b",1]}""", """{"\u001b0000":["a\u001b0000b",1]}""")]
    [InlineData("""["\u001B","\u001b0000"]""", """["\u001b001b","\u001b001b0000"]""")]
    [InlineData("""["\\u0000","\\\u0000","\"\u0000\\"]""", """["\\u0000","\\\u001b0000","\"\u001b0000\\"]""")]
    [InlineData("""["\uD83D","\ude42","\ud83d\ud83d\ude42"]""", """["\u001bd83d","\u001bde42","\u001bd83d\ud83d\ude42"]""")]
    public void WhatCannotBeHeld_IsEscaped(string json, string expected) => Assert.Equal(expected, JsonText.Escape(json));

    [Theory]
    [InlineData("""{"a":[1.5e3,null,"\u00e4\t\"\\","\ud83d\ude42","🙂","\u0001\u001a\u001c"]}""")]
    [InlineData("")]
    [InlineData("\"broken\\")]
    [InlineData("\"broken\\u00")]
    public void WhatCanBeHeld_OrIsNoJson_StaysAsItIs(string json) => Assert.Same(json, JsonText.Escape(json));
}
