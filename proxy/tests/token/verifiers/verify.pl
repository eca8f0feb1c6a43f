# Reads a case a line and says of each token whether a backend with Crypt::JWT accepts it.

use strict;
use warnings;
use Crypt::JWT qw(decode_jwt);
use JSON::PP qw(decode_json);

sub is_accepted {
    my ($case) = @_;
    my @key = $case->{jwks} ? (kid_keys => $case->{jwks}) : (key => $case->{secret});
    my ($header, $claims) = eval {
        decode_jwt(
            token         => $case->{token},
            @key,
            accepted_alg  => $case->{algorithm},
            verify_iss    => $case->{issuer},
            verify_aud    => $case->{audience},
            verify_exp    => 1,
            leeway        => 30,
            decode_header => 1,
        );
    };
    return $claims && ($header->{typ} // '') eq 'selection+jwt';
}

while (my $line = <STDIN>) {
    print is_accepted(decode_json($line)) ? "accepted\n" : "refused\n";
}
