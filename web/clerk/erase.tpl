<h1>{{=intake.erase.title}}</h1>
<p>{{=intake.erase.what}}</p>
<h2>{{=intake.erase.cannot_title}}</h2>
<ul><li>{{=intake.erase.cannot_1}}</li><li>{{=intake.erase.cannot_2}}</li><li>{{=intake.erase.cannot_3}}</li><li>{{=intake.erase.cannot_4}}</li></ul>
<form method="post" action="/{{=language}}/visit" autocomplete="off"><input type="hidden" name="visit" value="{{VISIT}}">
<p class="actions"><input type="submit" name="go_refresh" value="{{=intake.back}}"> <input class="danger" type="submit" name="go_erase_all" value="{{=intake.erase.button}}"></p></form>
